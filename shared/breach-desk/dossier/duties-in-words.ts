import { moment, say } from "../../platform/bilingual.ts"
import type { Duty } from "../duties/duty.ts"
import { stateInWords } from "./codes-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** The state of a duty in words, with who did it and when. */
export const dutyOutcome = (view: Perspective, duty: Duty): string => {
  const { language, viewer } = view
  const at = (iso: string) => moment(iso, viewer.timeZone, language)
  const state = stateInWords(duty.state, language).toLowerCase()
  if (duty.state === "discharged" && duty.discharged !== undefined) {
    const by =
      duty.discharged.by === duty.party
        ? ""
        : say(language, ` by ${nameOf(view, duty.discharged.by)}`, ` par ${nameOf(view, duty.discharged.by)}`)
    return `${state}${by}, ${at(duty.discharged.receipt.at)}`
  }
  if (duty.state === "takenOver" && duty.takenOver !== undefined) {
    return say(
      language,
      `${state} by ${nameOf(view, duty.takenOver.by)}, ${at(duty.takenOver.at)}`,
      `${state} par ${nameOf(view, duty.takenOver.by)}, ${at(duty.takenOver.at)}`,
    )
  }
  return state
}

/** To whom a duty is owed apart: a party, or its people. Left out in that party's own documents. */
export const towardsInWords = (view: Perspective, { kind, towards }: Duty): readonly string[] => {
  if (towards === undefined || towards === view.viewer.party) return []
  const other = nameOf(view, towards)
  return [
    kind === "tellIndividuals"
      ? say(view.language, `to the people of ${other}`, `aux personnes de ${other}`)
      : say(view.language, `to ${other}`, `à ${other}`),
  ]
}

/** The addressee of a duty in words, from its law. */
export const addresseeInWords = (view: Perspective, duty: Duty): string => {
  const rule = view.laws.find(({ id }) => id === duty.law)?.rules.find(({ id }) => id === duty.rule)
  return rule?.to.name[view.language] ?? duty.addressee
}

import type { DutyKind } from "../../base/contracts/words.ts"
import {
  capital,
  labelled,
  moment,
  momentSpan,
  type Pair,
  pair,
  say,
  sentenceList,
} from "../../base/platform/bilingual.ts"
import { french } from "../../base/platform/french.ts"
import { type Duty, notNotified, progressOfDuty } from "../duties/duty.ts"
import { inLists } from "../duties/duty-lists.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** That organizations were notified: which and when, and by whom if another party did it. */
export function noticesGivenInWords(view: Perspective, duties: readonly Duty[]): readonly string[] {
  const { language, viewer } = view
  const given = duties.flatMap((duty) => {
    const { discharged } = duty
    if (discharged === undefined) return []
    const by = discharged.by === duty.party ? "" : say(language, ", by ", ", par ") + nameOf(view, discharged.by)
    const on = moment(discharged.receipt.at, viewer.timeZone, language)
    return [{ duty, says: say(language, `notified on ${on}${by}`, `avis donné le ${on}${by}`) }]
  })
  return inLines(view, given, (duty, others) => (others === undefined ? addresseeInWords(view, duty) : capital(others)))
}

type Said = { readonly duty: Duty; readonly says: string }

/**
 * A line for each duty, or one for all of which the same is said and that differ in the party to which they are owed.
 *
 * @param labelOf what stands before it. `others`: those parties by name
 */
function inLines(
  view: Perspective,
  said: readonly Said[],
  labelOf: (duty: Duty, others: string | undefined) => string,
): string[] {
  const lists = inLists(said, ({ duty: { law, kind, towards }, says }) =>
    towards === undefined || towards === view.viewer.party ? undefined : [law, kind, says].join("#"),
  )
  return lists.map((list) => {
    const [{ duty, says }] = list
    const { towards } = duty
    const names = new Set(list.map((one) => (one.duty.towards === undefined ? "" : nameOf(view, one.duty.towards))))
    const isApart = towards !== undefined && towards !== view.viewer.party
    return labelled(labelOf(duty, isApart ? sentenceList([...names], view.language) : undefined), says, view.language)
  })
}

const noticeWords: Readonly<Record<DutyKind, Pair>> = {
  tellRegulator: pair("Report to the regulator", "Déclaration à l’autorité"),
  supplementReport: pair("Further information to the regulator", "Complément à l’autorité"),
  tellIndividuals: pair("Notice to the people affected", "Avis aux personnes touchées"),
  tellOtherOrganisation: pair("Notice to another organization", "Avis à une autre organisation"),
  keepRecord: pair("Entry in the register", "Inscription au registre"),
}

/** What is given under a duty. One that is owed apart says to whom. */
function noticeOf({ language }: Perspective, { kind }: Duty, others: string | undefined): string {
  if (others === undefined) return noticeWords[kind][language]
  return kind === "tellIndividuals"
    ? say(language, `Notice to the recipients of ${others}`, french`Avis aux destinataires de ${others}`)
    : say(language, `Notice to ${others}`, french`Avis à ${others}`)
}

/** Notices and reports with their dates, or that there are none. How an open duty stands is not said. */
export const noticesAndDates = (view: Perspective, duties: readonly Duty[], withReceipt: boolean): readonly string[] =>
  inLines(
    view,
    duties.map((duty) => ({ duty, says: dateOfNotice(view, duty, withReceipt) })),
    (duty, others) => noticeOf(view, duty, others),
  )

function dateOfNotice(view: Perspective, duty: Duty, withReceipt: boolean): string {
  const { viewer, language } = view
  const { discharged, state } = duty
  if (state === "notOwed") return say(language, "not owed, as assessed", "aucune obligation, selon l’évaluation")
  if (discharged === undefined) return givenSoFar(view, duty)
  const { by, receipt } = discharged
  const on = moment(receipt.at, viewer.timeZone, language)
  if (by !== viewer.party) return say(language, `${on}, by ${nameOf(view, by)}`, `${on}, par ${nameOf(view, by)}`)
  if (!withReceipt) return on
  return say(language, `${on}, receipt ${receipt.reference}`, `${on}, récépissé ${receipt.reference}`)
}

/** How far a notice that is not done was given: when people were notified so far, or that nobody was. */
function givenSoFar({ viewer, language }: Perspective, duty: Duty): string {
  const progress = duty.kind === "tellIndividuals" ? progressOfDuty(viewer, duty) : undefined
  if (progress === undefined || progress.notified + progress.notifiedByPublicNotice === 0)
    return say(language, "not yet", "pas encore")
  const { firstNotifiedAt: first, lastNotifiedAt: last = first } = progress
  const when =
    first === undefined || last === undefined
      ? say(language, "given", "donné")
      : momentSpan(first, last, viewer.timeZone, language)
  return notNotified(progress) === 0 ? when : say(language, `${when}, not finished yet`, `${when}, pas encore terminé`)
}

/** To whom a duty is owed apart: a party, or its people. Left out in that party's own documents. */
export const towardsInWords = (view: Perspective, { kind, towards }: Duty): readonly string[] => {
  if (towards === undefined || towards === view.viewer.party) return []
  const other = nameOf(view, towards)
  return [
    kind === "tellIndividuals"
      ? say(view.language, `to the recipients of ${other}`, french`aux destinataires de ${other}`)
      : say(view.language, `to ${other}`, french`à ${other}`),
  ]
}

/** The addressee of a duty in words, from its law. */
export const addresseeInWords = (view: Perspective, duty: Duty): string => {
  const rule = view.laws.find(({ id }) => id === duty.law)?.rules.find(({ id }) => id === duty.rule)
  return rule?.to.name[view.language] ?? duty.addressee
}

import type { DutyKind } from "../../base/contracts/words.ts"
import { capital, labelled, moment, momentSpan, type Pair, pair, say } from "../../base/platform/bilingual.ts"
import { french } from "../../base/platform/french.ts"
import { type Duty, notNotified, progressOfDuty } from "../duties/duty.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** That an organization was notified: which one and when, and by whom if another party did it. */
export const noticeGivenInWords = (view: Perspective, duty: Duty): readonly string[] => {
  const { language, viewer } = view
  const { discharged, towards } = duty
  if (discharged === undefined) return []
  const whom = towards === undefined ? addresseeInWords(view, duty) : capital(nameOf(view, towards))
  const by = discharged.by === duty.party ? "" : say(language, ", by ", ", par ") + nameOf(view, discharged.by)
  const on = moment(discharged.receipt.at, viewer.timeZone, language)
  return [labelled(whom, say(language, `notified on ${on}${by}`, `avis donné le ${on}${by}`), language)]
}

const noticeWords: Readonly<Record<DutyKind, Pair>> = {
  tellRegulator: pair("Report to the regulator", "Déclaration à l’autorité"),
  supplementReport: pair("Further information to the regulator", "Complément à l’autorité"),
  tellIndividuals: pair("Notice to the people affected", "Avis aux personnes touchées"),
  tellOtherOrganisation: pair("Notice to another organization", "Avis à une autre organisation"),
  keepRecord: pair("Entry in the register", "Inscription au registre"),
}

/** What is given under a duty. One that is owed apart says to whom. */
function noticeOf(view: Perspective, { kind, towards }: Duty): string {
  const { language, viewer } = view
  if (towards === undefined || towards === viewer.party) return noticeWords[kind][language]
  const other = nameOf(view, towards)
  return kind === "tellIndividuals"
    ? say(language, `Notice to the recipients of ${other}`, french`Avis aux destinataires de ${other}`)
    : say(language, `Notice to ${other}`, french`Avis à ${other}`)
}

/** A notice or report with its date, or that there is none. How an open duty stands between parties is not said. */
export function noticeAndDate(view: Perspective, duty: Duty, withReceipt: boolean): string {
  const { viewer, language } = view
  const { discharged, state } = duty
  const inLine = (text: string) => labelled(noticeOf(view, duty), text, language)
  if (state === "notOwed")
    return inLine(say(language, "not owed, as assessed", "aucune obligation, selon l’évaluation"))
  if (discharged === undefined) return inLine(givenSoFar(view, duty))
  const { by, receipt } = discharged
  const on = moment(receipt.at, viewer.timeZone, language)
  if (by !== viewer.party)
    return inLine(say(language, `${on}, by ${nameOf(view, by)}`, `${on}, par ${nameOf(view, by)}`))
  if (!withReceipt) return inLine(on)
  return inLine(say(language, `${on}, receipt ${receipt.reference}`, `${on}, récépissé ${receipt.reference}`))
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

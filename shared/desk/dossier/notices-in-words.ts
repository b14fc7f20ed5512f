import type { DocumentLanguage, PublicNoticeGround } from "../../base/contracts/words.ts"
import {
  type CountedNoun,
  capital,
  count,
  counted,
  moment,
  type Pair,
  pair,
  say,
  sentenceList,
} from "../../base/platform/bilingual.ts"
import { french, withArticle } from "../../base/platform/french.ts"
import { type Duty, notNotified } from "../duties/duty.ts"
import type { PartyFacts } from "../facts.ts"
import type { Law } from "../law/law.ts"
import { isInFrench, type Told, tell, tellOfLaw } from "./notice-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"
import { leastOf } from "./unwatched-sentences.ts"

/** "3,900 of 4,500 recipients notified directly; 600 by public notice". */
export const progressInWords = ({ viewer, language }: Perspective): readonly string[] => {
  const { notice } = viewer
  if (notice === undefined) return []
  const publicly = notice.notifiedByPublicNotice
  const rest = notNotified(notice)
  const affected = leastOf(viewer.isAtLeast, counted(notice.affected, recipients, language), language)
  const directly = say(
    language,
    `${count(notice.notified, "en")} of ${affected} notified directly`,
    `${count(notice.notified, "fr")} sur ${affected} avisés directement`,
  )
  const others = [
    ...(publicly > 0 ? [publiclyInWords(publicly, viewer, language)] : []),
    ...(rest > 0
      ? [
          say(
            language,
            `${count(rest, "en")} not recorded as notified`,
            `${count(rest, "fr")} non consignés comme avisés`,
          ),
        ]
      : []),
  ]
  return [`${[directly, ...others].join("; ")}.`]
}

const groundWords: Readonly<Record<PublicNoticeGround, Pair>> = {
  noContactDetails: pair("there were no contact details", "les coordonnées manquaient"),
  furtherHarm: pair("a direct notice would have done further harm", "un avis direct aurait accru le préjudice"),
  undueHardship: pair("a direct notice would have been undue hardship", "un avis direct aurait été excessif"),
}

/** Why a public notice stood for a direct one. */
export const publicGroundInWords = (ground: PublicNoticeGround, language: DocumentLanguage): string =>
  groundWords[ground][language]

/** "600 by public notice, because there were no contact details". */
function publiclyInWords(publicly: number, { publicNoticeGrounds }: PartyFacts, language: DocumentLanguage): string {
  const told = say(language, `${count(publicly, "en")} by public notice`, `${count(publicly, "fr")} par avis public`)
  if (publicNoticeGrounds.length === 0) return told
  const why = publicNoticeGrounds.map((ground) => publicGroundInWords(ground, language))
  return `${told}, ${say(language, "because", "parce que")} ${sentenceList(why, language)}`
}
const recipients: CountedNoun = { en: ["recipient", "recipients"], fr: ["destinataire", "destinataires"] }

/** Who notified people under the law, or took it over. What another party left undone or refused is not said. */
export function notificationInWords(view: Perspective, law: Law): readonly string[] {
  const { language, viewer } = view
  const { notified = 0, notifiedByPublicNotice = 0 } = viewer.notice ?? {}
  const progress = notified + notifiedByPublicNotice === 0 ? [] : progressInWords(view)
  const own = view.duties.filter((duty) => isOwn(view, duty) && duty.law === law.id)
  // One notice can discharge the duties of two parties. It is told once, as given in the viewer's place.
  const told = new Set(own.map(noticeOf))
  const others = view.duties.filter((duty) => {
    return duty.kind === "tellIndividuals" && duty.party !== viewer.party && !told.has(noticeOf(duty))
  })
  const notifying = [...own, ...others].flatMap((duty) => whoNotifies(view, duty) ?? [])
  const isNobodyNotified = progress.length === 0 && !others.concat(own).some(({ state }) => state === "discharged")
  const none = say(
    language,
    "No notice to the people affected is recorded yet.",
    "Aucun avis aux personnes touchées n’est consigné pour le moment.",
  )
  return [...progress, ...(isNobodyNotified ? [none] : []), ...new Set(saidOnce(view, notifying))]
}

/** Whether it is the viewer's own duty to notify people, under whatever law. */
const isOwn = ({ viewer }: Perspective, { kind, party }: Duty): boolean =>
  kind === "tellIndividuals" && party === viewer.party

/** Who gave a notice, or undertook to, and when. Of a duty without one, the duty. */
function noticeOf({ party, law, rule, state, discharged, takenOver }: Duty): string {
  if (state === "discharged" && discharged !== undefined) return `${state} ${discharged.by} ${discharged.receipt.at}`
  if (state === "takenOver" && takenOver !== undefined) return `${state} ${takenOver.by} ${takenOver.at}`
  return `${party} ${law} ${rule}`
}

/** For whom `by` does it, if that is another party, and whether it owes the same itself. */
function inPlaceOf(view: Perspective, duty: Duty, by: string): string {
  const { language, viewer } = view
  if (by === duty.party) return ""
  const owner = nameOf(view, duty.party)
  return by === viewer.party && view.duties.some((one) => isOwn(view, one) && one.state !== "notOwed")
    ? say(language, `, also in the place of ${owner}`, french`, aussi à la place de ${owner}`)
    : say(language, `, in the place of ${owner}`, french`, à la place de ${owner}`)
}

/** Of a duty, who notifies, and the sentence about the people that it is given. */
type Notifying = { readonly duty: Duty; readonly by: string; readonly words: (whom: string) => string }

/** What holds of the recipients of several retailers alike is said of all together. */
const saidOnce = (view: Perspective, notifying: readonly Notifying[]): readonly string[] =>
  [...Map.groupBy(notifying, ({ words }) => words("")).values()].flatMap((alike) => {
    const retailers = new Set(alike.flatMap(({ duty, by }) => retailerApart(view, duty, by) ?? []))
    const ofAll = say(
      view.language,
      `the recipients of ${count(retailers.size, "en")} retailers`,
      `les destinataires de ${count(retailers.size, "fr")} détaillants`,
    )
    const isOfAll = ({ duty, by }: Notifying) => retailers.size > 1 && retailerApart(view, duty, by) !== undefined
    return alike.map((one) => one.words(isOfAll(one) ? ofAll : recipientsOf(view, one.duty, one.by)))
  })

/** Who notified people, is to notify them, or will do it in another party's place. Undefined if none is so. */
function whoNotifies(view: Perspective, duty: Duty): Notifying | undefined {
  const { language, viewer } = view
  const { state, discharged, takenOver } = duty
  const owner = nameOf(view, duty.party)
  if (state === "discharged" && discharged !== undefined) {
    const { by } = discharged
    const who = capital(nameOf(view, by))
    const on = moment(discharged.receipt.at, viewer.timeZone, language)
    const place = inPlaceOf(view, duty, by)
    const words = (whom: string) =>
      say(language, `${who} notified ${whom} on ${on}${place}.`, `${who} a avisé ${whom} le ${on}${place}.`)
    return { duty, by, words }
  }
  if (state === "takenOver" && takenOver !== undefined) {
    const { by } = takenOver
    const who = nameOf(view, by)
    const on = moment(takenOver.at, viewer.timeZone, language)
    const place = inPlaceOf(view, duty, by)
    const words = (whom: string) =>
      say(
        language,
        `On ${on}, ${who} undertook to notify ${whom}${place}.`,
        `Le ${on}, ${who} a pris l’engagement d’aviser ${whom}${place}.`,
      )
    return { duty, by, words }
  }
  if (duty.party !== viewer.party || state === "declined") return undefined
  return { duty, by: duty.party, words: (whom) => ownDutyInWords(state, owner, whom)[language] }
}

/** What the party that owes a notice assessed, or is to do. */
const ownDutyInWords = (state: Duty["state"], owner: string, whom: string): Pair =>
  state === "notOwed"
    ? pair(
        `${owner} has assessed that it does not have to notify ${whom}.`,
        `${owner} a évalué qu’il n’y a pas lieu d’aviser ${whom}.`,
      )
    : pair(`${owner} is to notify ${whom} on its own account.`, `${owner} doit aviser ${whom} en son propre nom.`)

/** The retailer to whose recipients alone a notice goes, if it is neither the viewer nor who notifies them. */
const retailerApart = ({ viewer }: Perspective, { towards }: Duty, by: string): string | undefined =>
  towards === viewer.party || towards === by ? undefined : towards

/** The people to notify, or those of them to whom a carrier delivered for one retailer. `by`: who notifies them. */
function recipientsOf(view: Perspective, duty: Duty, by: string): string {
  const { language, viewer } = view
  const retailer = retailerApart(view, duty, by)
  if (retailer === undefined)
    return duty.towards === by && by !== viewer.party
      ? say(language, "its own recipients", "ses propres destinataires")
      : say(language, "the people affected", "les personnes touchées")
  const other = nameOf(view, retailer)
  return say(language, `the recipients of ${other}`, french`les destinataires de ${other}`)
}

/** The number for emergencies, by the first letters of a law's jurisdiction. One that is not here is not known. */
const emergencyNumbers: Readonly<Record<string, string>> = {
  AU: "000",
  CA: "911",
  CH: "112",
  EU: "112",
  GB: "999",
  US: "911",
}

/** General advice for a person whose delivery was seen. */
export function stepsForIndividuals({ jurisdiction, emergencyNumber }: Law, told: Told): readonly string[] {
  const number = emergencyNumber ?? emergencyNumbers[jurisdiction.slice(0, 2)]
  return [
    tell(told, "beCareful"),
    tell(told, "someoneComes"),
    ...(number === undefined ? [] : [tell(told, "emergency", { number })]),
  ]
}

export const publicContactLines = ({ publicContact }: PartyFacts): readonly string[] =>
  [publicContact?.email, publicContact?.phone, publicContact?.url].filter((line) => line !== undefined)

/** Who takes people's complaints under the law. */
export const complaintsAddressee = (law: Law): Pair | undefined =>
  law.complaintsTo ?? law.rules.find(({ kind }) => kind === "tellRegulator")?.to.name

/** Where a person can complain under the law. */
export const complaintInWords = (law: Law, told: Told): string => {
  const regulator = complaintsAddressee(law)
  if (regulator === undefined) return tell(told, "complainToAuthority")
  const name = tellOfLaw(told, "name", regulator)
  return tell(told, "complain", { regulator: isInFrench(told) ? withArticle(name) : name })
}

import type { MeasureCode } from "../../contracts/words.ts"
import type { ContentSource } from "../../law/content-item.ts"
import type { Law } from "../../law/law.ts"
import { capital } from "../../platform/bilingual.ts"
import { measuresFor } from "./measures-in-words.ts"
import { type NoticeSentence, type Told, tell, tellCode, tellCount, tellDay, tellOfLaw } from "./notice-words.ts"
import { complaintsAddressee, emergencyNumberOf, publicContactLines } from "./notices-in-words.ts"
import type { Perspective } from "./perspective.ts"

/** A paragraph, or a list of short lines. */
export type NoticeLine = string | readonly string[]

/** A party's side of a case, told in the language of a notice. */
export type NoticeView = Perspective & Told

type Sentences = (view: NoticeView, law: Law) => readonly NoticeLine[] | undefined

/**
 * What a notice tells a person about each item, in plain words: a test computes that a 14-year-old can read them. Each
 * sentence stands only if its fact is on record. Every item that is not here reads as in a report.
 */
export const sentencesForPeople: Partial<Readonly<Record<ContentSource, Sentences>>> = {
  circumstances: whatHappened,
  period,
  awareness: (view) => [tell(view, "learned", { day: dayOf(view, view.viewer.awareAt) })],
  noticeDate: (view) => [dayOf(view, view.preparedAt)],
  information: whatWasShown,
  consequences: whatItCanMean,
  riskReduction: whatWasDone,
  measures: whatWasDone,
  individualSteps: (view, law) => [
    [tell(view, "beCareful"), tell(view, "someoneComes"), tell(view, "emergency", { number: emergencyNumberOf(law) })],
  ],
  lawEnforcementDelay: (view) => {
    const { lawEnforcementDelay } = view.viewer
    return lawEnforcementDelay === undefined
      ? undefined
      : [tell(view, lawEnforcementDelay ? "policeAsked" : "policeDidNotAsk")]
  },
  furtherInformation: whomToAsk,
  organisation: ({ viewer }) => [viewer.name],
  senderAndContact: ({ viewer }) => {
    const contact = publicContactLines(viewer)
    return contact.length === 0 ? undefined : [viewer.name, contact.join(", ")]
  },
  complaintRight: (view, law) => {
    const regulator = complaintsAddressee(law)
    return regulator === undefined
      ? [tell(view, "complainToAuthority")]
      : [tell(view, "complain", { regulator: tellOfLaw(view, "name", regulator) })]
  },
}

const dayOf = (view: NoticeView, at: string): string => tellDay(view, at, view.viewer.timeZone)

/** A party without a public name is discreet. Its notice does not name it, unless the law asks for the sender. */
const isDiscreet = ({ viewer }: Perspective): boolean => viewer.alias === undefined

function whatHappened(view: NoticeView): readonly string[] {
  const { facts, viewer } = view
  const { charts } = facts.accessor
  const isWalk = charts.includes("walk") || charts.includes("block")
  const opening: readonly NoticeSentence[] =
    viewer.kind === "carrier" ? ["carrierOpening"] : isDiscreet(view) ? ["discreetOpening"] : []
  const lines = [
    ...opening.map((sentence) => tell(view, sentence)),
    tell(view, isWalk ? "lookedUpInOrder" : "lookedUp", { tool: toolForPeople(view) }),
    tell(view, "yoursToo"),
    tell(view, "noRight"),
    ...(viewer.shipments > 1 && !isDiscreet(view)
      ? [tell(view, "inAll", { count: tellCount(view, viewer.shipments) })]
      : []),
  ]
  return [lines.join(" "), ...(viewer.kind === "carrier" ? howItWasPossible(view) : [])]
}

/** The cause is the carrier's to tell: it is its tool. */
function howItWasPossible(view: NoticeView): readonly string[] {
  const { causes, cause } = view.facts
  if (causes.length > 0) return [causes.map((code) => tellCode(view, "cause", code)).join(" ")]
  return cause === null ? [tell(view, "causeUnknown")] : []
}

/** Nobody who receives a parcel has heard of the exchange. */
function toolForPeople(view: NoticeView): string {
  const { facts, viewer } = view
  const { operatedBy } = facts.tool
  if (operatedBy === viewer.party) return tell(view, "ownTool")
  const operator = facts.parties.find(({ party }) => party === operatedBy)
  if (operatedBy === "hub" || operator === undefined) return tell(view, "someTool")
  return operator.alias === undefined ? tell(view, "carriersTool") : tell(view, "toolOf", { name: operator.alias })
}

/** In days: a person needs no minutes. */
function period(view: NoticeView): readonly string[] | undefined {
  const { firstExposureAt, lastExposureAt } = view.viewer
  const [first, last] = [firstExposureAt ?? lastExposureAt, lastExposureAt ?? firstExposureAt]
  if (first === null || last === null) return undefined
  const [from, to] = [dayOf(view, first), dayOf(view, last)]
  return [from === to ? tell(view, "onDay", { day: from }) : tell(view, "betweenDays", { from, to })]
}

/** What the ledger says was shown of every delivery, what only of some of them, and what of none. */
function whatWasShown(view: NoticeView): readonly NoticeLine[] | undefined {
  const { exposuresByField, fieldsNotExposed, shipments } = view.viewer
  if (exposuresByField.length === 0) return undefined
  const ofAll = exposuresByField.filter((one) => one.shipments >= shipments).map(({ field }) => field)
  const ofSome = exposuresByField.filter((one) => one.shipments < shipments).map(({ field }) => field)
  const listed = (heading: NoticeSentence, fields: readonly string[]): readonly NoticeLine[] =>
    fields.length === 0 ? [] : [tell(view, heading), fields.map((field) => capital(tellCode(view, "field", field)))]
  return [...listed("shown", ofAll), ...listed("shownOfSome", ofSome), ...listed("notShown", fieldsNotExposed)]
}

function whatItCanMean(view: NoticeView): readonly string[] {
  const { exposuresByField, goods } = view.viewer
  const shows = (wanted: string) => exposuresByField.some(({ field }) => field === wanted)
  const isTelling = goods !== undefined && goods !== "ordinary"
  return [
    // Without known fields there are no details that "these" could mean.
    tell(view, exposuresByField.length === 0 ? "useOfSome" : "useOfThese"),
    // It names no goods: others can read a notice.
    ...(shows("retailer") && isTelling ? [tell(view, "conclusions")] : []),
    ...(shows("address") ? [tell(view, "atYourDoor")] : []),
  ]
}

/** Measures for a party's own customers: of another party they are not true for the readers of this notice. */
const forOwnPeople: ReadonlySet<MeasureCode> = new Set(["peopleSupported", "referencesReissued"])

function whatWasDone(view: NoticeView, law: Law): readonly NoticeLine[] {
  const { facts, viewer } = view
  const { contained, at } = facts.containment
  const stopped = !contained
    ? tell(view, "notStopped")
    : at === undefined
      ? tell(view, "stopped")
      : tell(view, "stoppedOn", { day: dayOf(view, at) })
  const codes = new Set(
    measuresFor(view)
      .filter(({ by, code }) => by === viewer.party || !forOwnPeople.has(code))
      .map(({ code }) => code),
  )
  codes.delete("containmentAttested")
  return [[stopped, ...[...codes].map((code) => tellCode(view, "measure", code)), ...whoWasTold(view, law)]]
}

/** The regulator of the law under which the notice is given, and a carrier's retailers. */
function whoWasTold(view: NoticeView, law: Law): readonly string[] {
  const { duties, viewer } = view
  const own = duties.filter(({ party }) => party === viewer.party)
  const regulators = own
    .filter(({ kind, discharged }) => kind === "tellRegulator" && discharged !== undefined)
    .filter((duty) => duty.law === law.id)
    .flatMap(({ rule }) => law.rules.find(({ id }) => id === rule)?.to.name ?? [])
  const senders = own.filter(({ kind }) => kind === "tellOtherOrganisation")
  const allTold = senders.length > 0 && senders.every(({ discharged }) => discharged !== undefined)
  return [
    ...regulators.map((name) => tell(view, "regulatorTold", { regulator: tellOfLaw(view, "name", name) })),
    ...(viewer.kind === "carrier" && allTold ? [tell(view, "senderTold")] : []),
  ]
}

function whomToAsk(view: NoticeView): readonly NoticeLine[] | undefined {
  const { viewer } = view
  const { phone, email, url } = viewer.publicContact ?? {}
  const ways = [
    ...(phone === undefined ? [] : [tell(view, "call", { phone })]),
    ...(email === undefined ? [] : [tell(view, "write", { email })]),
    ...(url === undefined ? [] : [tell(view, "see", { url })]),
  ]
  if (ways.length === 0) return undefined
  return isDiscreet(view)
    ? [ways.join(" "), tell(view, "giveCode", { code: viewer.caseAlias })]
    : [ways.join(" "), viewer.name]
}

import type { DocumentLanguage, MeasureCode } from "../../base/contracts/words.ts"
import { type NoticeSigner, senderIn } from "../../base/contracts/words-of-notice.ts"
import { capital } from "../../base/platform/bilingual.ts"
import { endOfHour } from "../../base/platform/instants.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import type { ContentSource } from "../law/content-item.ts"
import type { Law } from "../law/law.ts"
import { measuresFor } from "./measures-in-words.ts"
import {
  type NoticeSentence,
  type Told,
  tell,
  tellCode,
  tellCount,
  tellDay,
  tellOfLaw,
  tellSpans,
} from "./notice-words.ts"
import { complaintInWords, publicContactLines, stepsForIndividuals } from "./notices-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** A paragraph, or a list of short lines. */
type PlainLine = string | readonly string[]

/** One that can be of all deliveries: in a letter to one person, what was shown of that person's takes its place. */
export type NoticeLine = PlainLine | { readonly general: PlainLine }

const general = (lines: readonly PlainLine[]): readonly NoticeLine[] => lines.map((line) => ({ general: line }))

export const plainLine = (line: NoticeLine): PlainLine =>
  typeof line === "object" && "general" in line ? line.general : line

type TrackingSite = NonNullable<NoticeView["viewer"]["trackingSite"]>

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
  individualSteps: whatToDo,
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
  complaintRight: (view, law) => [complaintInWords(law, view)],
}

export const dayOf = (view: NoticeView, at: string): string => tellDay(view, at, view.viewer.timeZone)

/** The name that signs: the party's own in that language, or what it is called for every party. */
export const signatureIn = (told: Told, party: NoticeSigner): string =>
  (told.further === undefined ? senderIn(party, told.language) : party.noticeSender) ?? tell(told, "sender")

/** A party without a public name is discreet. Its notice does not name it, unless the law asks for the sender. */
export const isDiscreet = ({ viewer }: Perspective): boolean => viewer.alias === undefined

/** Whether records were read elsewhere than in a tool: at the exchange itself, or at a supplier of the carrier. */
export const isOutsideTools = ({ viewer, facts }: NoticeView): boolean =>
  viewer.atHub !== undefined || principalOf(facts.tool.operatedBy) !== undefined

/** That somebody looked up deliveries, and in what, or read records where no tool is. */
export function lookedUp(view: NoticeView): string {
  if (view.viewer.atHub !== undefined) return tell(view, "readAtHub")
  const principal = principalOf(view.facts.tool.operatedBy)
  if (principal === view.viewer.party) return tell(view, "readAtOurSupplier")
  if (principal !== undefined) return tell(view, "readAtSupplier", { name: nameOf(view, principal) })
  const { charts } = view.facts.accessor
  const isWalk = charts.includes("walk") || charts.includes("block")
  return tell(view, isWalk ? "lookedUpInOrder" : "lookedUp", { tool: toolForPeople(view) })
}

function whatHappened(view: NoticeView): readonly string[] {
  const { viewer } = view
  const opening: readonly NoticeSentence[] =
    viewer.kind === "carrier" ? ["carrierOpening"] : isDiscreet(view) ? ["discreetOpening"] : []
  const lines = [
    ...opening.map((sentence) => tell(view, sentence)),
    lookedUp(view),
    isYours(view),
    ...(isOutsideTools(view) ? [] : [tell(view, "noRight"), ...inAll(view, viewer.shipments)]),
  ]
  return [lines.join(" "), ...(viewer.kind === "carrier" ? howItWasPossible(view) : [])]
}

/** Whether the reader's delivery was one of them, as far as that is known. */
export const isYours = (view: NoticeView): string =>
  tell(view, onlyPossibly(view.viewer) === undefined ? "yoursToo" : "yoursPerhaps")

/** How many deliveries were looked up in all. A discreet retailer says nothing of its trade. */
export const inAll = (view: NoticeView, shipments: number, isAtLeast = view.viewer.isAtLeast): readonly string[] =>
  shipments > 1 && !isDiscreet(view)
    ? [tell(view, isAtLeast ? "inAllAtLeast" : "inAll", { count: tellCount(view, shipments) })]
    : []

/** The cause is the carrier's to tell: it is its tool. */
export function howItWasPossible(view: NoticeView): readonly string[] {
  const { causes, cause } = view.facts
  if (causes.length > 0) return [causes.map((code) => tellCode(view, "cause", code)).join(" ")]
  return cause === null ? [tell(view, "causeUnknown")] : []
}

/** Nobody who receives a parcel has heard of the exchange. */
export function toolForPeople(view: NoticeView): string {
  const { facts, viewer } = view
  const { operatedBy } = facts.tool
  if (operatedBy === viewer.party) return tell(view, "ownTool")
  const operator = facts.parties.find(({ party }) => party === operatedBy)
  if (operatedBy === "hub" || operator === undefined) return tell(view, "someTool")
  return operator.alias === undefined ? tell(view, "carriersTool") : tell(view, "toolOf", { name: operator.alias })
}

/** In days: a person needs no minutes. */
export function period(view: NoticeView): readonly string[] | undefined {
  const { viewer } = view
  const { firstAt, lastAt } = onlyPossibly(viewer) ?? {}
  if (firstAt !== undefined && lastAt !== undefined)
    return periodOf(view, { firstExposureAt: firstAt, lastExposureAt: lastAt })
  return viewer.atHub === undefined ? periodOf(view, viewer) : [tell(view, "whenNotKnown")]
}

/** Between which days it happened, as far as that is on record. */
export function periodOf(
  view: NoticeView,
  { firstExposureAt, lastExposureAt }: Pick<NoticeView["viewer"], "firstExposureAt" | "lastExposureAt">,
): readonly string[] | undefined {
  const [first, last] = [firstExposureAt ?? lastExposureAt, lastExposureAt ?? firstExposureAt]
  if (first === null || last === null) return undefined
  const [from, to] = [dayOf(view, first), dayOf(view, endOfHour(last))]
  return [from === to ? tell(view, "onDay", { day: from }) : tell(view, "betweenDays", { from, to })]
}

/** What the ledger says was shown of every delivery, what only of some of them, and what of none. */
export function whatWasShown(view: NoticeView): readonly NoticeLine[] | undefined {
  const { exposuresByField, fieldsNotExposed, shipments } = view.viewer
  const possible = onlyPossibly(view.viewer)
  const hours = unknownForPeople(view)
  // Of a breach at the hub itself, nothing more exact is known of anybody.
  const listed = view.viewer.atHub === undefined ? generalFields : fieldList
  if (possible !== undefined) return [...listed(view, "mayBeShown", possible.fields), ...hours]
  if (exposuresByField.length === 0) return undefined
  const ofAll = exposuresByField.filter((one) => one.shipments >= shipments).map(({ field }) => field)
  const ofSome = exposuresByField.filter((one) => one.shipments < shipments).map(({ field }) => field)
  return [
    ...generalFields(view, "shown", ofAll),
    ...generalFields(view, "shownOfSome", ofSome),
    ...fieldList(view, "notShown", fieldsNotExposed),
    ...hours,
  ]
}

/** Hours in which nobody watched the tool, those that the carrier filled late, and that more may have been shown. */
export function unknownForPeople(view: NoticeView): readonly string[] {
  const { unwatched, unknownBecause, timeZone } = view.viewer
  const named = (isFilled: boolean) =>
    tellSpans(
      view,
      unwatched.filter(({ filledAt }) => (filledAt !== undefined) === isFilled),
      timeZone,
    )
  const [open, filled] = [named(false), named(true)]
  return [
    ...(open === undefined ? [] : [tell(view, "hoursUnknown", { hours: open })]),
    ...(filled === undefined ? [] : [tell(view, "hoursFilled", { hours: filled })]),
    ...(unknownBecause.some((reason) => reason !== "hoursUnwatched") ? [tell(view, "moreUnknown")] : []),
  ]
}

/** What may have been seen, and when, where nothing is known to have been. Nobody can say then what stayed hidden. */
export function onlyPossibly({
  shipments,
  possiblySeen,
  atHub,
}: NoticeView["viewer"]):
  | { readonly fields: readonly string[]; readonly firstAt?: string | undefined; readonly lastAt?: string | undefined }
  | undefined {
  if (shipments > 0) return undefined
  return atHub === undefined ? possiblySeen : { fields: atHub.fields, firstAt: atHub.from, lastAt: atHub.until }
}

/** Fields as a list below the sentence that opens it. Nothing if there are none. */
export const fieldList = (
  view: NoticeView,
  opening: NoticeSentence,
  fields: readonly string[],
): readonly PlainLine[] =>
  fields.length === 0 ? [] : [tell(view, opening), fields.map((field) => capital(tellCode(view, "field", field)))]

/** The same of all deliveries. */
export const generalFields = (...given: Parameters<typeof fieldList>): readonly NoticeLine[] =>
  general(fieldList(...given))

export function whatItCanMean(view: NoticeView): readonly string[] {
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

export function whatWasDone(view: NoticeView, law: Law): readonly NoticeLine[] {
  return [[whetherStopped(view), ...stepsTaken(view, law)]]
}

/** What was done after an instant. That this had stopped before is not repeated. */
export function whatWasDoneSince(view: NoticeView, law: Law, since: string): readonly NoticeLine[] {
  const isLater = (at: string) => Date.parse(at) > Date.parse(since)
  const { contained, at } = view.facts.containment
  const lines = [
    ...(contained && at !== undefined && !isLater(at) ? [] : [whetherStopped(view)]),
    ...stepsTaken(
      {
        ...view,
        facts: { ...view.facts, measures: view.facts.measures.filter((measure) => isLater(measure.at)) },
        duties: view.duties.filter(({ discharged }) => discharged === undefined || isLater(discharged.receipt.at)),
      },
      law,
    ),
  ]
  return lines.length === 0 ? [] : [lines]
}

function whetherStopped(view: NoticeView): string {
  const { contained, at } = view.facts.containment
  if (!contained) return tell(view, "notStopped")
  return at === undefined ? tell(view, "stopped") : tell(view, "stoppedOn", { day: dayOf(view, at) })
}

/** The measures, and who was told. */
function stepsTaken(view: NoticeView, law: Law): readonly string[] {
  const { viewer } = view
  const codes = new Set(
    measuresFor(view)
      .filter(({ by, code }) => by === viewer.party || !forOwnPeople.has(code))
      .map(({ code }) => code),
  )
  codes.delete("containmentAttested")
  return [...[...codes].map((code) => tellCode(view, "measure", code)), ...whoWasTold(view, law)]
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

export function whatToDo(view: NoticeView, law: Law): readonly NoticeLine[] {
  return [stepsForIndividuals(law, view)]
}

export function whomToAsk(view: NoticeView): readonly NoticeLine[] | undefined {
  const ways = waysToAsk(view)
  if (ways === undefined) return undefined
  const { viewer } = view
  const code = tell(view, "giveCode", { code: viewer.caseAlias })
  const lines = [ways, code, ...howToCheck(view)]
  return isDiscreet(view) ? lines : [...lines, viewer.name]
}

/**
 * How a person finds the page for recipients from the site that people know, and the code that it shows. Without a
 * link, which a false message could have too. A discreet retailer's site is not named. After a breach at the hub itself
 * that page has no code to show.
 */
function wayToPage(view: NoticeView): readonly string[] {
  const { trackingSite, caseAlias: code, atHub } = view.viewer
  if (trackingSite === undefined || atHub !== undefined) return []
  const { site } = trackingSite
  const entry = trackingEntry(trackingSite, view.language)
  const way = isDiscreet(view)
    ? tell(view, "goToKnownSite")
    : entry === undefined
      ? tell(view, "goToSite", { site })
      : tell(view, "goToSiteAndChoose", { site, entry })
  return [[tell(view, "checkYourself"), way, tell(view, "pageShowsCode", { code })].join(" ")]
}

/** How a person makes sure that a notice is from the party: by no way that the notice itself gives. */
export function howToCheck(view: NoticeView): readonly string[] {
  const { wayToCheck, caseAlias: code } = view.viewer
  const page = wayToPage(view)
  const way = view.further === undefined ? wayToCheck?.[view.language] : undefined
  return page.length > 0 || way === undefined ? page : [tell(view, "checkOtherwise", { way, code })]
}

/** What to choose on the site: as it says in that language, or else in its only one. */
const trackingEntry = ({ entry = {} }: TrackingSite, language: DocumentLanguage): string | undefined =>
  entry[language] ?? entry.en ?? entry.fr

/** A number of North America as people there dial it. Readers elsewhere need its +1. */
function asDialled({ viewer, laws, further }: NoticeView, phone: string): string {
  const isOfNorthAmerica = ({ jurisdiction }: Law) => /^(CA|US)\b/.test(jurisdiction)
  if (further !== undefined || !laws.filter(({ id }) => viewer.laws.includes(id)).every(isOfNorthAmerica)) return phone
  return phone.replace(/^\+1[ .-]?\(?(\d{3})\)?[ .-]?(\d{3})[ .-]?(\d{4})$/, "$1-$2-$3")
}

/** How a person reaches the party, without its name. */
export function waysToAsk(view: NoticeView): string | undefined {
  const { phone, email, url } = view.viewer.publicContact ?? {}
  const ways = [
    ...(phone === undefined ? [] : [tell(view, "call", { phone: asDialled(view, phone) })]),
    ...(email === undefined ? [] : [tell(view, "write", { email })]),
    ...(url === undefined ? [] : [tell(view, "see", { url })]),
  ]
  return ways.length === 0 ? undefined : ways.join(" ")
}

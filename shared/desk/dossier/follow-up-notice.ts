import type { Law, Rule } from "../law/law.ts"
import type { NotifiedFacts } from "../notified-facts.ts"
import type { DossierDocument } from "./document.ts"
import { closing, joined, neededPart, noticeDocument, opening, part, viewFor } from "./notice-document.ts"
import {
  dayOf,
  fieldList,
  generalFields,
  inAll,
  isDiscreet,
  type NoticeLine,
  type NoticeView,
  periodOf,
  unknownForPeople,
  whatItCanMean,
  whatToDo,
  whatWasDoneSince,
  whomToAsk,
} from "./notice-sentences.ts"
import { type Told, tell, tellCode, tellCount } from "./notice-words.ts"
import type { Perspective } from "./perspective.ts"

/**
 * The notice to people whom the party notified before: what is new, what was wrong and what is unchanged, against the
 * facts of then. It exists while something differs, or while a promise to write again is open.
 */
export function buildFollowUp(told: Told, officer: Perspective, law: Law, rule: Rule): readonly DossierDocument[] {
  const task = { told, officer, law, rule }
  const view = viewFor(task)
  const { notifiedFacts: before, writeAgainBy } = view.viewer
  if (before === undefined || !isOwed(officer, law, rule)) return []
  const news = whatIsNew(view, before)
  const corrections = whatWasWrong(view, before, rule)
  const isChanged = news.length + corrections.length > 0
  if (!isChanged && writeAgainBy === undefined) return []
  const body = joined([
    opening(task),
    part(task, "headingWhy", [`${whenWeWrote(view, before)} ${tell(view, isChanged ? "knowMore" : "nothingMore")}`]),
    part(task, "headingNew", news),
    part(task, "headingWrong", corrections),
    part(task, saidOnlyWhatWasKnown(before) ? "headingShown" : "headingUnchanged", whatIsUnchanged(view, before)),
    part(task, "headingMeaning", whatItCanMean(view)),
    part(task, "headingSince", whatWasDoneSince(view, law, before.to)),
    part(task, "headingSteps", [tell(view, "adviceHolds"), ...whatToDo(view, law)]),
    neededPart(task, "headingAsk", whomToAsk(view)),
    closing(task),
  ])
  const form = {
    prefix: "follow-up-notice",
    noticeKind: "followUp",
    subject: tell(view, "followUpTitle"),
  } as const
  return [noticeDocument(task, form, body)]
}

const isOwed = ({ duties, viewer }: Perspective, law: Law, rule: Rule): boolean =>
  duties
    .filter((duty) => duty.party === viewer.party && duty.law === law.id && duty.rule === rule.id)
    .some(({ state }) => state !== "notOwed")

function whenWeWrote(view: NoticeView, before: NotifiedFacts): string {
  const [from, to] = [dayOf(view, before.from), dayOf(view, before.to)]
  return from === to ? tell(view, "wroteOn", { day: from }) : tell(view, "wroteBetween", { from, to })
}

/** Of which fields more is known now than then. */
const newFields = ({ viewer }: Perspective, { fields }: NotifiedFacts) =>
  viewer.exposuresByField.filter(({ field }) => !fields.includes(field))

/** Whether the notices of then said neither what was not shown nor how many deliveries there were. */
const saidOnlyWhatWasKnown = ({ early, atLeast }: NotifiedFacts): boolean => early === true || atLeast === true

/** Fields that were shown, and of which the party said that they were not. An early notice says nothing of that. */
function saidHiddenBefore(view: NoticeView, before: NotifiedFacts): readonly string[] {
  const hidden = new Set(saidOnlyWhatWasKnown(before) ? [] : before.notShown)
  return newFields(view, before).flatMap(({ field }) => (hidden.has(field) ? [field] : []))
}

function whatIsNew(view: NoticeView, before: NotifiedFacts): readonly NoticeLine[] {
  const { facts, viewer } = view
  const corrected = new Set(saidHiddenBefore(view, before))
  const found = newFields(view, before).filter(({ field }) => !corrected.has(field))
  const ofAll = found.filter(({ shipments }) => shipments >= viewer.shipments).map(({ field }) => field)
  const ofSome = found.filter(({ shipments }) => shipments < viewer.shipments).map(({ field }) => field)
  const isFirstPeriod = before.firstExposureAt === undefined && before.lastExposureAt === undefined
  const isFirstCause = viewer.kind === "carrier" && before.causes === undefined && facts.causes.length > 0
  return [
    ...fieldList(view, "shownToo", ofAll),
    ...generalFields(view, "shownTooOfSome", ofSome),
    ...(isFirstPeriod ? (periodOf(view, viewer) ?? []) : []),
    ...(isFirstCause ? [causeOf(view, facts.causes)] : []),
    ...moreDeliveries(view, before),
  ]
}

/** A discreet retailer says nothing of its trade. */
const moreDeliveries = (view: NoticeView, before: NotifiedFacts): readonly string[] =>
  view.viewer.shipments <= before.shipments || isDiscreet(view) || before.shipments === 0
    ? inAllNow(view, before)
    : [
        tell(view, "countGrew", {
          count: tellCount(view, view.viewer.shipments),
          before: tellCount(view, before.shipments),
        }),
      ]

const inAllNow = (view: NoticeView, before: NotifiedFacts): readonly string[] =>
  before.shipments === 0 ? inAll(view, view.viewer.shipments) : []

const causeOf = (view: NoticeView, causes: readonly string[]): string =>
  causes.map((code) => tellCode(view, "cause", code)).join(" ")

/** What the party said then that does not hold. An early notice says neither what was not shown nor how many. */
function whatWasWrong(view: NoticeView, before: NotifiedFacts, rule: Rule): readonly NoticeLine[] {
  const { viewer, facts } = view
  const now = new Set(viewer.exposuresByField.map(({ field }) => field))
  const gone = before.fields.filter((field) => !now.has(field))
  const asksPolice = rule.content.some(({ source }) => source === "lawEnforcementDelay")
  return [
    ...corrected(fieldList(view, "saidNotShown", saidHiddenBefore(view, before)), tell(view, "butShown")),
    ...corrected(fieldList(view, "saidShown", gone), tell(view, "butNoRecord")),
    ...saidBefore(view, periodThen(view, before), periodOf(view, viewer)),
    ...(saidOnlyWhatWasKnown(before) || viewer.shipments >= before.shipments
      ? []
      : saidBefore(view, inAll(view, before.shipments, false), inAll(view, viewer.shipments))),
    ...(viewer.isAtLeast && !saidOnlyWhatWasKnown(before) ? unknownForPeople(view) : []),
    ...(viewer.kind === "carrier" && before.causes !== undefined && facts.causes.length > 0
      ? saidBefore(view, [causeOf(view, before.causes)], [causeOf(view, facts.causes)])
      : []),
    ...(asksPolice ? saidBefore(view, police(view, before), police(view, viewer)) : []),
  ]
}

const corrected = (lines: readonly NoticeLine[], correction: string): readonly NoticeLine[] =>
  lines.length === 0 ? [] : [...lines, correction]

/** A sentence of then and the one of now, if they differ. */
function saidBefore(
  view: NoticeView,
  [earlier]: readonly string[] = [],
  [now]: readonly string[] = [],
): readonly string[] {
  return earlier === undefined || now === undefined || earlier === now
    ? []
    : [tell(view, "saidBefore", { earlier, corrected: now })]
}

const periodThen = (view: NoticeView, { firstExposureAt, lastExposureAt }: NotifiedFacts) =>
  periodOf(view, { firstExposureAt: firstExposureAt ?? null, lastExposureAt: lastExposureAt ?? null })

const police = (
  view: NoticeView,
  { lawEnforcementDelay }: Pick<NotifiedFacts, "lawEnforcementDelay">,
): readonly string[] =>
  lawEnforcementDelay === undefined ? [] : [tell(view, lawEnforcementDelay ? "policeAsked" : "policeDidNotAsk")]

function whatIsUnchanged(view: NoticeView, before: NotifiedFacts): readonly NoticeLine[] {
  const { viewer } = view
  const { exposuresByField, fieldsNotExposed: hidden } = viewer
  const still = exposuresByField.map(({ field }) => field).filter((field) => before.fields.includes(field))
  return [
    ...generalFields(view, "stillShown", still),
    ...fieldList(view, "notShown", hidden),
    ...(viewer.isAtLeast && !saidOnlyWhatWasKnown(before) ? [] : unknownForPeople(view)),
  ]
}

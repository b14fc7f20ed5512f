import { isSettled } from "../duties/duty.ts"
import type { Law, Rule } from "../law/law.ts"
import type { DossierDocument } from "./document.ts"
import { missingPromise } from "./missing-facts.ts"
import {
  blocksOf,
  closing,
  joined,
  type NoticeBody,
  type NoticeTask,
  neededPart,
  noticeDocument,
  opening,
  part,
  viewFor,
} from "./notice-document.ts"
import {
  dayOf,
  fieldList,
  howItWasPossible,
  isOutsideTools,
  lookedUp,
  type NoticeLine,
  type NoticeView,
  periodOf,
  unknownForPeople,
  whatItCanMean,
  whatToDo,
  whatWasDone,
  whomToAsk,
} from "./notice-sentences.ts"
import { type NoticeSentence, type Told, tell } from "./notice-words.ts"
import type { Perspective } from "./perspective.ts"

/**
 * The notice to people while facts are missing: what is known, what is not, and by when the party writes again. It
 * exists while the duty to notify runs and nobody was notified. Until the party states that day, it is a draft.
 */
export function buildEarlyNotice(told: Told, officer: Perspective, law: Law, rule: Rule): readonly DossierDocument[] {
  const task = { told, officer, law, rule }
  const view = viewFor(task)
  const unknown = whatIsUnknown(view)
  if (unknown.length === 0 || !isRunning(officer, law, rule)) return []
  const body = joined([
    opening(task),
    part(task, "headingHappened", [whatHappened(view)]),
    part(task, "headingKnown", whatIsKnown(view)),
    part(task, "headingUnknown", [unknown.map((sentence) => tell(view, sentence))]),
    part(task, "headingMeaning", whatItCanMean(view)),
    part(task, "headingDone", whatWasDone(view, law)),
    whenWeWriteAgain(task),
    part(task, "headingSteps", whatToDo(view, law)),
    neededPart(task, "headingAsk", whomToAsk(view)),
    closing(task, ["lawEnforcementDelay", "complaintRight"]),
  ])
  const form = {
    prefix: "early-notice",
    noticeKind: "earlyNotice",
    subject: law.noticeTitle ?? tell(view, "title"),
  } as const
  return [noticeDocument(task, form, body)]
}

/** Whether the party's duty to notify people runs, and it notified nobody yet. */
function isRunning({ duties, viewer }: Perspective, law: Law, rule: Rule): boolean {
  if (viewer.notifiedFacts !== undefined || (viewer.notice?.notified ?? 0) > 0) return false
  return duties
    .filter((duty) => duty.party === viewer.party && duty.law === law.id && duty.rule === rule.id)
    .some((duty) => !isSettled(duty) && duty.clock.startedAt !== null)
}

function whatIsUnknown({ facts, viewer }: Perspective): readonly NoticeSentence[] {
  // Where nobody ever reports or counts lookups, no more can be known later.
  const mayGrow = viewer.unknownBecause.some((reason) => reason === "hoursUnwatched" || reason === "countGoesOn")
  const asked: readonly (readonly [NoticeSentence, boolean])[] = [
    ["unknownCount", viewer.shipments === 0 || (viewer.possibleShipments ?? 0) > 0 || mayGrow],
    ["unknownFields", viewer.exposuresByField.length === 0 || mayGrow],
    ["unknownPeriod", periodKnown(viewer) === undefined],
    ["unknownCause", viewer.kind === "carrier" && facts.causes.length === 0 && facts.cause === null],
  ]
  return asked.filter(([, isUnknown]) => isUnknown).map(([sentence]) => sentence)
}

function whatHappened(view: NoticeView): string {
  const { viewer } = view
  return [
    ...(viewer.kind === "carrier" ? [tell(view, "carrierOpening")] : []),
    tell(view, "learnedEarly", { day: dayOf(view, viewer.awareAt) }),
    tell(view, "notAllKnown"),
  ].join(" ")
}

/** What is on record so far. What was not shown is left out, because more may be found. */
function whatIsKnown(view: NoticeView): readonly NoticeLine[] {
  const { facts, viewer } = view
  const fields = viewer.exposuresByField.map(({ field }) => field)
  const period = periodKnown(viewer)
  return [
    ...(isOutsideTools(view) ? [lookedUp(view)] : []),
    ...(viewer.shipments > 0 && !isOutsideTools(view) ? [`${lookedUp(view)} ${tell(view, "noRight")}`] : []),
    ...((period && periodOf(view, period)) ?? []),
    ...fieldList(view, "shownOfSome", fields),
    ...fieldList(view, "mayBeShown", viewer.atHub?.fields ?? []),
    ...unknownForPeople(view),
    ...(viewer.kind === "carrier" && facts.causes.length > 0 ? howItWasPossible(view) : []),
  ]
}

/** When it happened, where that is on record; of a breach at the hub itself, only if begin and end are. */
function periodKnown({ atHub, firstExposureAt, lastExposureAt }: NoticeView["viewer"]) {
  if (atHub === undefined)
    return firstExposureAt === null && lastExposureAt === null ? undefined : { firstExposureAt, lastExposureAt }
  const { from, until } = atHub
  return from === undefined || until === undefined ? undefined : { firstExposureAt: from, lastExposureAt: until }
}

/** The day by which the party promised to write again. */
function whenWeWriteAgain(task: NoticeTask): NoticeBody {
  const { officer } = task
  const view = viewFor(task)
  const { writeAgainBy } = officer.viewer
  if (writeAgainBy !== undefined)
    return part(task, "headingAgain", [tell(view, "writeAgain", { day: dayOf(view, writeAgainBy) })])
  return {
    sections: [{ heading: tell(view, "headingAgain"), blocks: blocksOf(undefined, view) }],
    missing: [missingPromise(officer.language)],
  }
}

import type { Approval } from "../approvals/approval.ts"
import { waitingOfDuty, waitingOfQuestion } from "../approvals/waiting.ts"
import { type CasePart, pathOfPart } from "./case-pages.ts"
import type { CaseView, LegalQuestion, OtherParty, OthersDuty, OwnDuty } from "./case-view.ts"

/** Whether a duty is done, or not owed. */
export const isSettled = ({ state }: Pick<OwnDuty, "state">): boolean => state === "discharged" || state === "notOwed"

/** The order of `dutyKindSchema`, whose library would be a tenth of the first page. */
export const kindsInOrder = [
  "tellRegulator",
  "supplementReport",
  "tellIndividuals",
  "tellOtherOrganisation",
  "keepRecord",
] as const satisfies readonly OwnDuty["kind"][]

const placeOf = ({ kind }: Pick<OwnDuty, "kind">): number => kindsInOrder.indexOf(kind)

/** What is still to be done comes first, by when it is due. */
export function byNeed(one: DutyInList, other: DutyInList): number {
  if (isSettled(one) !== isSettled(other)) return isSettled(one) ? 1 : -1
  return (one.dueAt ?? "~").localeCompare(other.dueAt ?? "~") || placeOf(one) - placeOf(other)
}

type DutyInList = Pick<OwnDuty, "state" | "kind" | "dueAt">

/** Questions of laws without an answer, or with a "no" that the case has outgrown: a duty under it is open again. */
export function openQuestions({
  questions,
  assessments,
  duties,
}: Pick<StepView, "questions" | "assessments" | "duties">): LegalQuestion[] {
  return questions.filter(({ law, test }) => {
    const answer = assessments.find((one) => one.law === law && one.test === test)
    if (answer === undefined) return true
    return answer.met === "no" && duties.some((duty) => duty.law === law && duty.test === test && !isSettled(duty))
  })
}

/** How many of the party's affected people nobody has notified. */
export const notYetNotified = ({ notices: { affected, told, publicNotice } }: Pick<CaseView, "notices">): number =>
  Math.max(0, affected - told - publicNotice)

/** Whether people or somebody else were notified already, so that the case cannot be a false alarm. */
export const isSomebodyTold = ({ notices, duties, others }: ToldView): boolean =>
  notices.told + notices.publicNotice > 0 ||
  [...duties, ...others.flatMap((other) => other.duties)].some(
    ({ kind, state }) => state === "discharged" && kind !== "keepRecord",
  )

type ToldDuties = { readonly duties: readonly Pick<OwnDuty, "kind" | "state">[] }

type ToldView = Pick<CaseView, "notices"> & ToldDuties & { readonly others: readonly ToldDuties[] }

/**
 * Whether a duty to notify people cannot be recorded as done, because somebody is not notified. A duty towards one
 * retailer counts the people of that one. Of those beside, the case does not count how many are left.
 */
export function awaitsNotices(
  { kind, towards, notices }: Pick<OwnDuty, "kind" | "towards" | "notices">,
  view: Pick<CaseView, "notices" | "duties">,
): boolean {
  if (kind !== "tellIndividuals") return false
  if (towards !== undefined) return notices !== undefined && notYetNotified({ notices }) > 0
  return view.duties.every((one) => one.towards === undefined || one.kind !== kind) && notYetNotified(view) > 0
}

/** Whether another party's duty is one that nobody has asked for. */
export const isToAsk = ({ state }: Pick<OthersDuty, "state">): boolean => state === "open"

/** A party that takes no part, and of whose duties some were not asked for: until then they hold the case. */
export const toAskByLetter = ({ others }: Pick<CaseView, "others">): OtherParty | undefined =>
  others.find(({ byLetter, duties }) => byLetter === true && duties.some(isToAsk))

/** What of a case decides about the next step. */
export type StepView = Pick<
  CaseView,
  "state" | "acknowledged" | "questions" | "assessments" | "notices" | "tasks" | "containment" | "obstacles" | "others"
> & { readonly duties: readonly StepDuty[]; readonly counts: Pick<CaseView["counts"], "possibleShipments"> }

type StepDuty = Pick<OwnDuty, "dutyId" | "law" | "kind" | "state" | "test" | "dueAt">

/** What else decides about it. */
type Beside = {
  /** Whether a document that has to be sent waits for a fact. */
  readonly isFactMissing: boolean
  /** What waits for a second person. */
  readonly approvals?: readonly Approval[]
  /** The part of it that this person may approve. */
  readonly toApprove?: readonly Approval[]
}

type Situation = Required<Beside> & {
  readonly view: StepView
  /** Duties of the party that are not settled, and do not wait for a second person to settle them. */
  readonly owed: readonly StepDuty[]
}

type Step = { readonly part?: CasePart; readonly place?: string; readonly isNext: (situation: Situation) => boolean }

const isOwed = ({ owed }: Situation, ...kinds: OwnDuty["kind"][]) => owed.some(({ kind }) => kinds.includes(kind))

const reports = ["tellRegulator", "supplementReport"] as const

/** When the first duty of these kinds is due; behind every time, if none is. */
const firstDue = ({ owed }: Situation, ...kinds: OwnDuty["kind"][]): string =>
  owed.flatMap(({ kind, dueAt }) => (kinds.includes(kind) && dueAt !== undefined ? [dueAt] : [])).sort()[0] ?? "~"

/** Every kind of step with the part of a page where it is done. The first that fits is the next one. */
const steps = {
  nothing: { part: "documents", isNext: ({ view }) => view.state !== "open" },
  acknowledge: { isNext: ({ view }) => !view.acknowledged },
  approve: { part: "approvals", isNext: ({ toApprove }) => toApprove.length > 0 },
  answerRequest: {
    part: "duties",
    isNext: ({ owed }) => owed.some(({ state }) => state === "requested" || state === "offered"),
  },
  // It has a day to answer, in which the rest can be done.
  askByLetter: { isNext: ({ view }) => toAskByLetter(view) !== undefined },
  assess: {
    part: "assessment",
    isNext: ({ view, approvals }) => openQuestions(view).some((one) => waitingOfQuestion(approvals, one) === undefined),
  },
  stateFacts: { part: "documents", isNext: ({ isFactMissing }) => isFactMissing },
  notifyPeople: {
    part: "notices",
    isNext: (situation) => isOwed(situation, "tellIndividuals") && notYetNotified(situation.view) > 0,
  },
  // How many of those who are only perhaps affected were notified is not counted, so this stays until the duty is done.
  // A report that is due before it comes first.
  notifyPossible: {
    part: "notices",
    isNext: (situation) =>
      isOwed(situation, "tellIndividuals") &&
      (situation.view.counts.possibleShipments ?? 0) > 0 &&
      firstDue(situation, "tellIndividuals") <= firstDue(situation, ...reports),
  },
  report: { part: "duties", isNext: (situation) => isOwed(situation, ...reports) },
  writeAgain: { part: "facts", place: "writeAgainBy", isNext: ({ view }) => view.tasks.length > 0 },
  otherDuties: { part: "duties", isNext: ({ owed }) => owed.length > 0 },
  attestContainment: { part: "facts", place: "measures", isNext: ({ view }) => !view.containment.attested },
  waitForApproval: { part: "approvals", isNext: ({ approvals }) => approvals.length > 0 },
  waitForOthers: { part: "closing", isNext: ({ view }) => (view.obstacles ?? []).length > 0 },
  close: { part: "closing", isNext: () => true },
} as const satisfies Record<string, Step>

export type StepKind = keyof typeof steps

/** Of a step that is about one duty: which. */
const dutiesOf: Partial<Record<StepKind, (duty: StepDuty) => boolean>> = {
  answerRequest: ({ state }) => state === "requested" || state === "offered",
  report: ({ kind }) => kind === "tellRegulator" || kind === "supplementReport",
  otherDuties: () => true,
}

const isStepKind = (kind: string): kind is StepKind => Object.hasOwn(steps, kind)

/** The one thing that an officer does next, and the path below the case where it is done. */
export function nextStep(
  view: StepView,
  { isFactMissing, approvals = [], toApprove = [] }: Beside,
): { kind: StepKind; path: string } {
  const owed = view.duties.filter((duty) => !isSettled(duty) && waitingOfDuty(approvals, duty) === undefined)
  const situation = { view, isFactMissing, approvals, toApprove, owed }
  const kind = Object.keys(steps).find((one) => isStepKind(one) && steps[one].isNext(situation))
  const found = kind !== undefined && isStepKind(kind) ? kind : "close"
  const { part, place }: Step = steps[found]
  const [duty] = situation.owed.filter(dutiesOf[found] ?? (() => false))
  if (part === undefined) return { kind: found, path: "" }
  return {
    kind: found,
    path: duty === undefined ? pathOfPart(part, place) : pathOfPart("duties", `duty-${duty.dutyId}`),
  }
}

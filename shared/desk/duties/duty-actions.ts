import type { DutyState } from "../../base/contracts/words.ts"
import type { Assessment } from "../assessment.ts"
import type { NoticeProgress } from "../facts.ts"
import { type DischargeReceipt, type Duty, type DutyActor, isOverdue, notNotified } from "./duty.ts"
import { type ActionOf, type DutyAction, type DutyOperation, dutyOperations, receiptsOf } from "./duty-operations.ts"
import type { DutyRefusal } from "./duty-refusals.ts"

export type DutyDecision =
  | { readonly ok: true; readonly duty: Duty; readonly from: DutyState; readonly actor: DutyActor }
  | { readonly ok: false; readonly refusal: DutyRefusal }

/** Who acts, when, and what is known then. */
export type DutyContext = {
  /** Party id, or {@link hubActor}. */
  readonly by: string
  /** ISO instant of the action, as the party states it. */
  readonly at: string
  /** ISO instant of the hub's clock, by which terms are judged. Left out by the hub itself. */
  readonly now?: string
  /** Ids of the parties of the case. Anybody else is refused. */
  readonly parties: readonly string[]
  /** Who was notified so far. Required to discharge a duty to notify people. */
  readonly progress?: NoticeProgress
}

/** The pseudo-party under which the hub's own clock acts. */
export const hubActor = "hub"

/** In which capacity `by` acts on the duty. */
export const actorOnDuty = (duty: Duty, by: string): DutyActor => {
  if (by === hubActor) return "hub"
  if (by === duty.party) return "owner"
  if (duty.state === "takenOver" && duty.takenOver?.by === by) return "standIn"
  return duty.state === "offered" && duty.offered?.by === by ? "standIn" : "other"
}

/**
 * Decides an action on a duty.
 * @returns the new duty, or the code of the rule that forbids it
 */
export const applyDutyAction = (duty: Duty, action: DutyAction, context: DutyContext): DutyDecision => {
  if (context.by !== hubActor && !context.parties.includes(context.by)) return { ok: false, refusal: "notPartyToCase" }
  const actor = actorOnDuty(duty, context.by)
  const refusal = refusalByState(duty, action, actor) ?? refusalByRule(duty, action, context)
  if (refusal !== undefined) return { ok: false, refusal }
  return { ok: true, duty: applied(duty, action, context), from: duty.state, actor }
}

function refusalByState(duty: Duty, { operation }: DutyAction, actor: DutyActor): DutyRefusal | undefined {
  const from = dutyOperations[operation].by[actor]
  if (from === undefined) return "notAllowedToActor"
  return from.includes(duty.state) ? undefined : "notInThisState"
}

function isDischargedBy(kind: Duty["kind"], receipt: DischargeReceipt): boolean {
  const receipts: readonly DischargeReceipt["kind"][] = receiptsOf[kind]
  return receipts.includes(receipt.kind)
}

/** Rules beyond actor and state. */
function refusalByRule(duty: Duty, action: DutyAction, context: DutyContext): DutyRefusal | undefined {
  const { progress, at, now = at } = context
  switch (action.operation) {
    case "takeOver":
      return duty.state === "accepted" && !isOverdue(duty, now) ? "notYetOverdue" : undefined
    case "discharge":
      if (!isDischargedBy(duty.kind, action.receipt)) return "receiptOfWrongKind"
      if (duty.kind !== "tellIndividuals") return undefined
      return progress === undefined || notNotified(progress) > 0 ? "notEverybodyTold" : undefined
    case "decline":
      return isRecordOfEveryBreach(duty) ? "recordAlwaysOwed" : undefined
    case "assessNotOwed":
      return isRecordOfEveryBreach(duty) ? "recordAlwaysOwed" : refusalOfAssessment(duty, action.assessment, now)
    default:
      return undefined
  }
}

/** No law that asks for a record of every breach lets anybody decline it or assess it away. */
const isRecordOfEveryBreach = ({ kind, test, excuses }: Duty): boolean =>
  kind === "keepRecord" && test === undefined && excuses.length === 0

/** Why an assessment does not show that the duty is not owed. */
function refusalOfAssessment(duty: Duty, assessment: Assessment, now: string): DutyRefusal | undefined {
  if (assessment.law !== duty.law || assessment.test !== duty.test) return "assessmentOfOtherTest"
  if (duty.test !== undefined && assessment.met === "no") return undefined
  const excuses = assessment.reasons.filter((reason) => duty.excuses.includes(reason))
  if (excuses.length === 0) return "assessmentSaysOwed"
  if (excuses.some((reason) => reason !== "lawEnforcementProhibits")) return undefined
  if (assessment.until === undefined) return "prohibitionWithoutEnd"
  return Date.parse(assessment.until) > Date.parse(now) ? undefined : "prohibitionEnded"
}

function applied<Name extends DutyOperation>(duty: Duty, action: ActionOf<Name>, { by, at }: DutyContext): Duty {
  const { to, records, clears = [] } = dutyOperations[action.operation]
  const next: Duty = { ...duty, state: to, ...records?.({ by, at }, action, duty) }
  for (const mark of clears) delete next[mark]
  return next
}

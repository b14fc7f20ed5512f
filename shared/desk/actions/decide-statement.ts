import { isAgainstFactors } from "../../base/contracts/against-factors.ts"
import {
  type EarlyDateReason,
  type ReportDetail,
  reportDetail,
  type WithdrawableFact,
} from "../../base/contracts/legal-words.ts"
import type { BreachCause } from "../../base/contracts/words.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import { type Assessment, assessmentKey, assessmentOfEntry, saysOtherwise } from "../assessment.ts"
import type { Decided, PlannedEntry } from "../cases/case-draft.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { dutyRow } from "../cases/duty-rows.ts"
import type { Duty } from "../duties/duty.ts"
import { applyDutyAction } from "../duties/duty-actions.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { assessmentProblem, contraryProblem, outgrownProblem } from "../duties/legal-questions.ts"
import { factsForDuties } from "../facts-of-case.ts"
import type { Knowledge } from "../knowledge.ts"
import { isInFuture } from "../time-in-future.ts"
import type { TimelineData } from "../timeline.ts"
import { readersOf } from "../visibility.ts"
import type { Acting, Decision } from "./decide-act.ts"
import type { RefusalCode } from "./refusal.ts"
import { type NoticeStatement, noticesOfEntry, refusalOfNotices, withNotices } from "./state-notices.ts"
import { refusalOfTimes } from "./stated-times.ts"

/** What a party states for itself. `lawEnforcementDelay`: police asked it to wait with notices. */
export type PartyStatement = NoticeStatement & {
  assessment?: Assessment | undefined
  /** Name of the person who stands for an assessment that goes against all its factors. */
  confirmedBy?: string | undefined
  discoveredAt?: string | undefined
  determinedAt?: string | undefined
  lawEnforcementDelay?: boolean | undefined
  causes?: readonly BreachCause[] | undefined
  /** The cause in the words of the party's officer. */
  cause?: string | undefined
  /** What its reports ask and only its officer can say. `null` takes one back. */
  details?: Readonly<Partial<Record<ReportDetail, string | null | undefined>>> | undefined
  /** Why a time lies before the first recorded lookup. */
  earlyDateReason?: EarlyDateReason | undefined
  /** Facts that it takes back. */
  withdraw?: readonly WithdrawableFact[] | undefined
}

/** Most duties that one action updates. The watch of cases updates the rest within a minute. */
export const dutiesAtOnce = 80

/** A party's duties, and whether more may have been shown to others than its counts say. */
export type StatementRows = { duties: readonly Duty[]; known: Knowledge }

/**
 * What a party states for itself, and its duties as they are then. An answer to a legal test decides about all its
 * duties under that test: "no" settles them as not owed, and a later "yes" opens them again.
 */
export function decideStatement(
  acting: Acting,
  statement: PartyStatement,
  { duties, known }: StatementRows,
): Decision<{ duties: number }> {
  const { current, own, viewer, action, laws, at } = acting
  const { assessment } = statement
  const stated = withNotices(statedParty(own, statement, at), statement, known)
  const wrongAnswer =
    assessment && (answerProblem(acting, assessment, duties) ?? contraryProblem(assessment, statement.confirmedBy))
  const refused = wrongAnswer ?? refusalOfTimes(statement, stated, at) ?? refusalOfNotices(statement, own, at)
  if (refused !== undefined) return { refused }
  const side = refreshedSide(current, { row: stated, party: action.party, duties, laws }, at)
  const entry: PlannedEntry = {
    actor: own.alias,
    type: "FactsStated",
    data: factsOfEntry(own, stated, statement),
    visibleTo: readersOf("FactsStated", viewer),
  }
  const settled = assessment === undefined ? [] : settledBy(assessment, side.duties, { by: own.partyId, at })
  const settledKeys = new Set(settled.map(dutyKey))
  const changed = [
    ...settled.map((duty) => dutyRow(current.caseId, duty)),
    ...side.changed.filter(({ duty }) => !settledKeys.has(dutyKey(duty))),
  ]
  const isLeft = assessment !== undefined && settled.length > dutiesAtOnce
  const row = isLeft ? { ...side.row, settling: assessmentKey(assessment) } : side.row
  return {
    items: [row, ...changed.slice(0, dutiesAtOnce)],
    entries: [entry],
    more: { duties: side.duties.length },
  }
}

/** A case with a party of it, which has duties to settle if its row says so. */
export type SettlingRows = { current: CaseRow; own: PartyRow; duties: readonly Duty[]; at: string } | undefined

/**
 * Settles those duties under an answer of no that did not fit the transaction of the statement: a carrier owes a notice
 * to the people of each retailer. The result is whether some are left. The party's row says so too, so that a repeat
 * goes on after a crash.
 */
export function decideSettling(rows: SettlingRows): Decided<boolean> {
  if (rows?.own.settling === undefined) return { result: false }
  const { current, own, duties, at } = rows
  const { settling = "", ...settledRow } = own
  const answer = own.assessments?.[settling]
  const settled = answer === undefined ? [] : settledBy(answer, duties, { by: own.partyId, at })
  const isLeft = settled.length > dutiesAtOnce
  const changed = settled.slice(0, dutiesAtOnce).map((duty) => dutyRow(current.caseId, duty))
  return { draft: { case: current, items: [isLeft ? own : settledRow, ...changed], entries: [] }, result: isLeft }
}

/** What the timeline keeps of a statement. */
function factsOfEntry(own: PartyRow, stated: PartyRow, statement: PartyStatement): PlannedEntry["data"] {
  const { assessment, earlyDateReason, withdraw } = statement
  return {
    facts: Object.entries(statement).flatMap(([name, value]) => (value === undefined ? [] : [name])),
    ...(earlyDateReason === undefined ? {} : { earlyDateReason }),
    ...(isCorrection(own, statement) ? { correction: true } : {}),
    ...replacedFacts(own, stated, assessment),
    ...(assessment === undefined ? {} : assessmentOfEntry(assessment)),
    ...(assessment !== undefined && isAgainstFactors(assessment) ? { confirmed: true } : {}),
    ...(stated.causes === undefined ? {} : { causes: stated.causes }),
    ...(withdraw === undefined ? {} : { withdraw: [...withdraw] }),
    ...noticesOfEntry(statement),
  }
}

/** Why an assessment is not taken. One without law speaks for a party that no law asks to notify people. */
function answerProblem(
  { own, action, laws, at }: Acting,
  assessment: Assessment,
  duties: readonly Duty[],
): RefusalCode | undefined {
  const wrong = assessmentProblem(laws, factsForDuties(own, action.party, laws), assessment)
  if (wrong !== undefined) return wrong
  if (assessment.law === undefined && duties.some(({ kind }) => kind === "tellIndividuals"))
    return "assessmentOfOtherTest"
  if (isInFuture(assessment.assessedAt, at)) return "assessedInFuture"
  return assessment.met === "no" ? outgrownProblem(assessment, own) : undefined
}

/** Under which name a party's row holds a fact. */
const fieldOf = (fact: WithdrawableFact) => (fact === "falseAlarm" ? "saysFalseAlarmAt" : fact)

function statedParty(own: PartyRow, statement: PartyStatement, at: string): PartyRow {
  const { assessment, causes, discoveredAt, determinedAt, lawEnforcementDelay, cause, withdraw = [] } = statement
  const kept = { ...own }
  for (const fact of withdraw) delete kept[fieldOf(fact)]
  return {
    ...kept,
    ...(isCorrection(own, statement) ? { correctedAt: at } : {}),
    ...(assessment && { assessments: { ...own.assessments, [assessmentKey(assessment)]: assessment } }),
    ...(assessment && confirmationsAfter(own, assessment, { by: statement.confirmedBy, at })),
    ...(discoveredAt === undefined ? {} : { discoveredAt }),
    ...(determinedAt === undefined ? {} : { determinedAt }),
    ...(lawEnforcementDelay === undefined ? {} : { lawEnforcementDelay }),
    ...(causes && { causes: [...new Set(causes)] }),
    ...(cause === undefined ? {} : { cause }),
    ...(statement.details === undefined ? {} : { details: detailsAfter(own, statement.details) }),
  }
}

/** Who stands for answers by name. Another answer to the test has another name, or none. */
function confirmationsAfter(
  { confirmations = {} }: PartyRow,
  assessment: Assessment,
  { by, at }: { by: string | undefined; at: string },
): Pick<PartyRow, "confirmations"> {
  const { [assessmentKey(assessment)]: _, ...others } = confirmations
  const name = (by ?? "").trim()
  return { confirmations: name === "" ? others : { ...others, [assessmentKey(assessment)]: { by: name, at } } }
}

function detailsAfter(
  { details }: PartyRow,
  stated: NonNullable<PartyStatement["details"]>,
): NonNullable<PartyRow["details"]> {
  const after = { ...details }
  for (const name of reportDetail.options) {
    const { [name]: words } = stated
    if (words === null) delete after[name]
    else if (words !== undefined) after[name] = words
  }
  return after
}

/** Whether a detail that was stated before is replaced or taken back. */
const changesDetail = ({ details: before = {} }: PartyRow, { details: stated = {} }: PartyStatement): boolean =>
  reportDetail.options.some(
    (name) => before[name] !== undefined && stated[name] !== undefined && stated[name] !== before[name],
  )

const correctableFacts = ["discoveredAt", "determinedAt", "lawEnforcementDelay", "cause"] as const

/** Whether a statement replaces or takes back what the party said before. Documents of before are then superseded. */
function isCorrection(own: PartyRow, statement: PartyStatement): boolean {
  const { assessment, causes, withdraw = [] } = statement
  return (
    // No document says who called it a false alarm.
    withdraw.some((fact) => fact !== "falseAlarm" && own[fieldOf(fact)] !== undefined) ||
    changesDetail(own, statement) ||
    correctableFacts.some(
      (fact) => statement[fact] !== undefined && own[fact] !== undefined && statement[fact] !== own[fact],
    ) ||
    (causes !== undefined && own.causes !== undefined && causes.join() !== own.causes.join()) ||
    (assessment !== undefined && saysOtherwise(assessment, own.assessments?.[assessmentKey(assessment)]))
  )
}

/**
 * What the party had stated before, where it replaced or withdrew it: times, causes, a delay, a false alarm, and its
 * answer to a legal test. What an officer wrote is in no timeline.
 */
function replacedFacts(before: PartyRow, after: PartyRow, assessment: Assessment | undefined): TimelineData {
  const single = (["discoveredAt", "determinedAt", "lawEnforcementDelay", "saysFalseAlarmAt"] as const).flatMap(
    (name) => {
      const { [name]: was } = before
      return was === undefined || was === after[name] ? [] : [[name, was] as const]
    },
  )
  const { causes } = before
  const answered = assessment && before.assessments?.[assessmentKey(assessment)]
  const replaced = {
    ...Object.fromEntries(single),
    ...(causes === undefined || causes.join() === after.causes?.join() ? {} : { causes: [...causes] }),
    ...(answered === undefined || answered.met === assessment?.met ? {} : { met: answered.met }),
  }
  return Object.keys(replaced).length === 0 ? {} : { replaced }
}

/** The party's unsettled duties under the test that it answered with no, as not owed. */
function settledBy(assessment: Assessment, duties: readonly Duty[], { by, at }: { by: string; at: string }): Duty[] {
  if (assessment.met === "yes") return []
  return duties
    .filter(({ law, test }) => test !== undefined && law === assessment.law && test === assessment.test)
    .flatMap((duty) => {
      const decision = applyDutyAction(duty, { operation: "assessNotOwed", assessment }, { by, at, parties: [by] })
      return decision.ok ? [decision.duty] : []
    })
}

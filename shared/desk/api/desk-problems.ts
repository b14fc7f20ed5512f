import { HttpProblem, type ProblemCode } from "../../base/platform/http-problem.ts"
import { type Refusal, type RefusalCode, refusalCodes, ruleOf } from "../actions/refusal.ts"

/** What requests alone are answered with, and no event is. */
export const requestRefusals = {
  unknownAttempt: {
    answer: "notFound",
    sentence:
      "Not a refused attempt of yours by this name. If something was shown since, there is a case, and you were alerted.",
  },
  draftChanged: {
    answer: "conflict",
    sentence: "Another draft of this form is kept than the one that you name. Read the drafts, and choose.",
  },
  tooManyDrafts: {
    answer: "conflict",
    sentence: "You have as many drafts here as are kept. Send or discard one.",
  },
  caseBusy: { answer: "unavailable", sentence: "Others change the case at this moment. Send it again." },
  unknownShipment: {
    answer: "notFound",
    sentence:
      "Not known to the exchange: it has no shipment of yours by this name. Whether somebody looked at it is not known.",
  },
} as const satisfies Readonly<Record<string, { answer: ProblemCode; sentence: string }>>

/** Why the breach desk refuses a request. */
export type DeskReason = RefusalCode | keyof typeof requestRefusals

/** The problem with the code and the sentence of a refusal, and the field of the body that it is about. */
export function refusedProblem(refusal: RefusalCode | Refusal): HttpProblem<DeskReason> {
  const { refused: reason, because, obstacles } = typeof refusal === "string" ? { refused: refusal } : refusal
  const { answer, field, problem, sentence } = ruleOf({ refused: reason })
  const problems = field === undefined ? [] : [{ path: field, rule: problem.rule }]
  const more = obstacles === undefined ? {} : { more: { obstacles } }
  return new HttpProblem<DeskReason>(answer, { reason, detail: `${sentence}${metBy(because)}`, problems, ...more })
}

/** What an approved action met, in the words of that refusal. */
function metBy(code: string | undefined): string {
  const reason = refusalCodes.find((one) => one === code)
  return reason === undefined ? "" : ` What it met: ${ruleOf({ refused: reason }).sentence}`
}

/** 503 with `retry-after`: others change the case, or a merge is under way. */
export function busyProblem(): HttpProblem<DeskReason> {
  const { answer, sentence: detail } = requestRefusals.caseBusy
  return new HttpProblem<DeskReason>(answer, { reason: "caseBusy", detail, headers: { "retry-after": "30" } })
}

/** 409: a draft is not kept. */
export function draftProblem(reason: "draftChanged" | "tooManyDrafts"): HttpProblem<DeskReason> {
  const { answer, sentence: detail } = requestRefusals[reason]
  return new HttpProblem<DeskReason>(answer, { reason, detail })
}

/** 404: the caller has no such shipment. */
export function unknownShipmentProblem(): HttpProblem<DeskReason> {
  const { answer, sentence: detail } = requestRefusals.unknownShipment
  return new HttpProblem<DeskReason>(answer, { reason: "unknownShipment", detail })
}

/** 404: the caller has no such attempt. */
export function unknownAttemptProblem(): HttpProblem<DeskReason> {
  const { answer, sentence: detail } = requestRefusals.unknownAttempt
  return new HttpProblem<DeskReason>(answer, { reason: "unknownAttempt", detail })
}

/** What an action says of itself. `approvalId`: it waits for a second person. */
export type Came = {
  readonly outcome: string
  readonly caseId?: string
  readonly approvalId?: string
  readonly more?: object
}

/** The answer to an action that is done, or was done before. */
export type Done<Result extends Came> = Result extends { more?: infer More }
  ? { status: 200; body: Shown<Omit<Result, "more"> & Partial<More>> }
  : { status: 200; body: Shown<Result> }

type Shown<Result extends { outcome: string }> = Omit<Result, "caseId" | "approvalId" | "outcome"> & {
  outcome: Exclude<Result["outcome"], "awaitsApproval">
}

/**
 * The answer to an action that waits for nobody. The hub's id of the case is left out, because two parties could use it
 * to compare their aliases.
 *
 * @throws HttpProblem why it was refused
 */
export function answerTo<Result extends Came>(result: Refusal | Result): Done<Result>
export function answerTo(result: Refusal | Came): { status: 200; body: object } {
  if ("refused" in result) throw refusedProblem(result)
  const { caseId: _, more, ...came } = { caseId: undefined, more: {}, ...result }
  return { status: 200, body: { ...came, ...more } }
}

/** The answer to an action that waits for a second person. */
export type AwaitsApproval = { status: 202; body: { outcome: "awaitsApproval"; approvalId: string } }

/** The same of an action that may wait for a second person. */
export function answerToAsked<Result extends Came>(result: Refusal | Result): Done<Result> | AwaitsApproval {
  if ("refused" in result || result.approvalId === undefined) return answerTo(result)
  return { status: 202, body: { outcome: "awaitsApproval", approvalId: result.approvalId } }
}

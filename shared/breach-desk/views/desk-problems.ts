import { HttpProblem, type ProblemCode } from "../../platform/http-problem.ts"
import { type HttpAnswer, HttpDocument } from "../../platform/http-route.ts"
import { type Refusal, type RefusalCode, refusalCodes, ruleOf } from "../actions/refusal.ts"

/** What requests alone are answered with, and no event is. */
export const requestRefusals = {
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
export function refusedProblem(reason: RefusalCode, more = ""): HttpProblem<DeskReason> {
  const { answer, field, problem, sentence } = ruleOf({ refused: reason })
  const detail = `${sentence}${more}`
  const problems = field === undefined ? [] : [{ path: field, rule: problem.rule }]
  return new HttpProblem<DeskReason>(answer, { reason, detail, problems })
}

/** What an approved action met, in the words of that refusal. */
function because({ because: code }: Refusal): string {
  const reason = refusalCodes.find((one) => one === code)
  return reason === undefined ? "" : ` What it met: ${ruleOf({ refused: reason }).sentence}`
}

/** 503 with `retry-after`: others change the case, or a merge is under way. */
export function busyProblem(): HttpProblem<DeskReason> {
  const { answer, sentence: detail } = requestRefusals.caseBusy
  return new HttpProblem<DeskReason>(answer, { reason: "caseBusy", detail, headers: { "retry-after": "30" } })
}

/** 404: the caller has no such shipment. */
export function unknownShipmentProblem(): HttpProblem<DeskReason> {
  const { answer, sentence: detail } = requestRefusals.unknownShipment
  return new HttpProblem<DeskReason>(answer, { reason: "unknownShipment", detail })
}

/**
 * The answer to an action: 200 with its result, 202 if it waits for approval, or why it was refused. The hub's id of
 * the case is left out, because two parties could use it to compare their aliases.
 */
export function answerTo(result: Refusal | { outcome: string }): HttpAnswer {
  if ("refused" in result) return refusalAnswer(result)
  if (result.outcome === "awaitsApproval") {
    const { outcome, approvalId } = { approvalId: undefined, ...result }
    return { status: 202, body: { outcome, approvalId } }
  }
  const { caseId: _, more, ...came } = { caseId: undefined, more: {}, ...result }
  return { status: 200, body: { ...came, ...more } }
}

/** @throws HttpProblem unless the answer lists obstacles, which a problem has no field for */
function refusalAnswer(refusal: Refusal): HttpAnswer {
  const refused = refusedProblem(refusal.refused, because(refusal))
  if (refusal.obstacles === undefined) throw refused
  const body = JSON.stringify({ ...refused.body(), obstacles: refusal.obstacles })
  return { status: refused.status, body: new HttpDocument("application/problem+json", body) }
}

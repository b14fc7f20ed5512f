import { HttpProblem } from "../../platform/http-problem.ts"
import { type HttpAnswer, HttpDocument } from "../../platform/http-route.ts"
import { type Refusal, type RefusalCode, ruleOf } from "../actions/refusal.ts"

type DeskReason = RefusalCode | "caseBusy"

/** The problem with the code of a refusal. */
export function refusedProblem(reason: RefusalCode): HttpProblem<DeskReason> {
  return new HttpProblem<DeskReason>(ruleOf({ refused: reason }).answer, { reason })
}

/** 503 with `retry-after`: others change the case, or a merge is under way. */
export function busyProblem(): HttpProblem<DeskReason> {
  return new HttpProblem<DeskReason>("unavailable", { reason: "caseBusy", headers: { "retry-after": "30" } })
}

/**
 * The answer to an action: 200 with its result, or why it was refused. The hub's id of the case is left out, because
 * two parties could use it to compare their aliases.
 */
export function answerTo(result: Refusal | { outcome: string }): HttpAnswer {
  if ("refused" in result) return refusalAnswer(result)
  const { caseId: _, more, ...came } = { caseId: undefined, more: {}, ...result }
  return { status: 200, body: { ...came, ...more } }
}

/** @throws HttpProblem unless the answer lists obstacles, which a problem has no field for */
function refusalAnswer(refusal: Refusal): HttpAnswer {
  const { answer, field, problem } = ruleOf(refusal)
  if (field !== undefined) throw new HttpProblem(answer, { problems: [{ path: field, rule: problem.rule }] })
  const refused = refusedProblem(refusal.refused)
  if (refusal.obstacles === undefined) throw refused
  const body = JSON.stringify({ ...refused.body(), obstacles: refusal.obstacles })
  return { status: refused.status, body: new HttpDocument("application/problem+json", body) }
}

import { HttpProblem, type ProblemCode } from "../../platform/http-problem.ts"
import { type HttpAnswer, HttpDocument } from "../../platform/http-route.ts"
import type { Acted } from "../actions/act.ts"
import type { Refusal } from "../cases/seat.ts"

const codes: Readonly<Record<string, ProblemCode>> = {
  unknownCase: "notFound",
  unknownDuty: "notFound",
  notPartyToCase: "forbidden",
  notAllowedToActor: "forbidden",
  wrongKindOfReference: "invalid",
  receiptOfWrongKind: "invalid",
}

/**
 * The answer to an action: 200 with what it came to, or why it was refused. The hub's own id of the case stays here, since two
 * parties that both had it could put their aliases together.
 */
export function answerTo<Result extends object>(result: Refusal | (Acted & Result), status = 200): HttpAnswer {
  if (!("refused" in result)) {
    const { caseId: _, more, ...came } = { caseId: undefined, more: {}, ...result }
    return { status, body: { ...came, ...more } }
  }
  const problem = new HttpProblem(codes[result.refused] ?? "conflict", { reason: result.refused })
  if (result.obstacles === undefined) throw problem
  const body = JSON.stringify({ ...problem.body(), obstacles: result.obstacles })
  return { status: problem.status, body: new HttpDocument("application/problem+json", body) }
}

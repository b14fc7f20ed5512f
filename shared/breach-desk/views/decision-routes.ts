import { instant } from "../../contracts/envelope.ts"
import { isPlaceOfNote } from "../../detection/decisions/decision-note.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { type DecisionDesk, decisionsFor, mostDecisionsPerPage } from "./decisions-of-carrier.ts"
import { pageQuery } from "./list-pages.ts"

/** What a carrier's own tool should refuse, for a program that asks again and again. */
export function decisionRoute(desk: DecisionDesk): Route {
  return route({
    method: "GET",
    path: "/v1/decisions",
    authentication: "required",
    query: pageQuery({
      most: mostDecisionsPerPage,
      description: `Changes on one page: ${mostDecisionsPerPage} when absent, and at most`,
    }).extend({
      since: instant.optional().meta({
        description: "`asOf` of the answer before. Without it, all decisions that are in force",
        examples: ["2026-11-01T14:03:10.000Z"],
      }),
    }),
    handle: async ({ caller: { party }, receivedAt, query }) => {
      // Whoever went on from there would learn of nothing until then.
      if (query.since !== undefined && query.since > receivedAt)
        throw new HttpProblem("invalid", { problems: [{ path: "query.since", rule: "inFuture" }] })
      if (query.after !== undefined && !isPlaceOfNote(query.after))
        throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
      return { status: 200, body: await decisionsFor(desk, party, query, receivedAt) }
    },
  })
}

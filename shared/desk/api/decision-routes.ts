import * as z from "zod"
import { instant } from "../../base/contracts/envelope.ts"
import { accessorToken, restrictionId } from "../../base/contracts/fields.ts"
import { restrictionReasonCode, restrictionScope } from "../../base/contracts/words.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { declareRoute } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { isPlaceOfNote } from "../../watch/detection/decisions/decision-note.ts"
import { type DecisionDesk, decisionsFor, mostDecisionsPerPage } from "./decisions-of-carrier.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"

const decisionsAnswer = z.strictObject({
  decisions: z.array(
    z.discriminatedUnion("change", [
      z.strictObject({
        restrictionId,
        change: z.enum(["new", "renewed"]),
        scope: restrictionScope.extract(["subject", "network"]),
        since: instant,
        until: instant.meta({ description: "End, unless renewed" }),
        reason: restrictionReasonCode,
        accessorTokens: z.array(accessorToken).meta({ description: "All of the caller's tokens of the accessor" }),
      }),
      z.strictObject({
        restrictionId,
        change: z.enum(["released", "expired"]),
        endedAt: instant.optional().meta({ description: "Absent if another restriction took its place" }),
      }),
    ]),
  ),
  asOf: instant.meta({ description: "Of the first page: `since` of the next question, when all pages are read" }),
  next: nextPage,
})

export const decisionApi = {
  list: declareRoute({
    method: "GET",
    path: "/v1/decisions",
    authentication: "required",
    query: usualPageQuery("Changes on one page", mostDecisionsPerPage).extend({
      since: instant
        .optional()
        .meta({ description: "`asOf` of the answer before. Without it, all decisions that are in force" }),
    }),
    summary: "Whom a carrier's own tool should refuse, or no longer, since a time, for programs that enforce it",
    answers: {
      200: {
        description: "Changes, the oldest first, each restriction as it is now. One can come twice: that has no effect",
        schema: decisionsAnswer,
      },
    },
  }),
}

/** What a carrier's own tool should refuse, for a program that asks again and again. */
export const decisionRoutes = (desk: DecisionDesk): Route[] =>
  serve(decisionApi)({
    async list({ caller: { party }, receivedAt, query }) {
      // Whoever went on from there would learn of nothing until then.
      if (query.since !== undefined && query.since > receivedAt)
        throw new HttpProblem("invalid", { problems: [{ path: "query.since", rule: "inFuture" }] })
      if (query.after !== undefined && !isPlaceOfNote(query.after))
        throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
      return { status: 200, body: await decisionsFor(desk, party, query, receivedAt) }
    },
  })

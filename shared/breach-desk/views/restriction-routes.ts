import { type Route, route } from "../../parties/party-route.ts"
import type { HttpAnswer } from "../../platform/http-route.ts"
import { decideRestriction } from "../actions/decide-restriction.ts"
import { renewalBody } from "./desk-bodies.ts"
import { answerTo } from "./desk-problems.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"
import { pageQuery } from "./list-pages.ts"
import { restrictionView } from "./restriction-view.ts"
import { mostAccessorsPerPage, restrictionsOf } from "./restrictions-of-party.ts"

/** Read, renew and release the restrictions that concern the caller. */
export function restrictionRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/restrictions",
      authentication: "required",
      query: pageQuery({
        most: mostAccessorsPerPage,
        description: `Restricted accessors on one page: ${mostAccessorsPerPage} when absent, and at most`,
      }),
      handle: async ({ caller: { party }, receivedAt, query }) => {
        const { found, next } = await restrictionsOf(desk, party, query)
        const views = found.map((one) => restrictionView(desk.sealer, one, party, receivedAt))
        const restrictions = await Promise.all(views)
        return { status: 200, body: { restrictions, ...(next === undefined ? {} : { next }) } }
      },
    }),
    route({
      method: "POST",
      path: "/v1/restrictions/{restrictionId}/renewals",
      authentication: "required",
      body: renewalBody,
      handle: async (request) => answerDecision(desk, request, request.body.until),
    }),
    route({
      method: "DELETE",
      path: "/v1/restrictions/{restrictionId}",
      authentication: "required",
      handle: async (request) => answerDecision(desk, request),
    }),
  ]
}

async function answerDecision(desk: ServedDesk, request: PartyRequest, until?: string): Promise<HttpAnswer> {
  const restrictionId = request.parameters["restrictionId"] ?? ""
  const { caller, receivedAt } = request
  const decision = { restrictionId, until, officer: caller.officer?.userId }
  return answerTo(await decideRestriction(desk, caller.party, decision, receivedAt))
}

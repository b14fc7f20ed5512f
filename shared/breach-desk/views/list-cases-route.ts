import { type Route, route } from "../../parties/party-route.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import { caseLine } from "./case-line.ts"
import { pageOfCases } from "./cases-of-party.ts"

/** The list of the caller's cases. */
export function listCasesRoute(desk: { readonly cases: CasesOfParty }): Route {
  return route({
    method: "GET",
    path: "/v1/cases",
    authentication: "required",
    handle: async ({ caller, query }) => {
      const page = { after: query.get("after") ?? undefined, state: query.get("state") ?? undefined }
      const { found, next } = await pageOfCases(desk, caller.party, page)
      const cases = found.map(({ current, own }) => caseLine(current, own))
      return { status: 200, body: { cases, ...(next === undefined ? {} : { next }) } }
    },
  })
}

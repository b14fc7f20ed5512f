import * as z from "zod"
import { type Route, route } from "../../parties/party-route.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import type { DutiesInList } from "../cases/listed-duty.ts"
import { caseLine } from "./case-line.ts"
import { mostCasesOnPage, pageOfCases } from "./cases-of-party.ts"
import { pageQuery } from "./list-pages.ts"
import { nextDues } from "./next-due.ts"

const casesQuery = pageQuery({
  most: mostCasesOnPage,
  description: `Cases on one page: ${mostCasesOnPage} when absent, and at most`,
}).extend({
  state: z.enum(["open", "closed", "falseAlarm"]).optional().meta({ description: "Only cases in this state" }),
})

/** The list of the caller's cases, each open one with the duty that is due first. */
export function listCasesRoute(desk: { readonly cases: CasesOfParty & DutiesInList }): Route {
  return route({
    method: "GET",
    path: "/v1/cases",
    authentication: "required",
    query: casesQuery,
    handle: async ({ caller, query }) => {
      const { found, next } = await pageOfCases(desk, caller.party, query)
      const dues = await nextDues(desk.cases, found)
      const cases = found.map(({ current, own }) => {
        const nextDue = dues.get(current.caseId)
        return { ...caseLine(current, own), ...(nextDue === undefined ? {} : { nextDue }) }
      })
      return { status: 200, body: { cases, ...(next === undefined ? {} : { next }) } }
    },
  })
}

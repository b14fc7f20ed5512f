import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { dueIs, dutyKindSchema } from "../../base/contracts/words.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { handle, type Route } from "../../parties/party-route.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import type { DutiesInList } from "../cases/listed-duty.ts"
import { caseLine, caseLineSchema, lawOfPack } from "./case-line.ts"
import { mostCasesOnPage, pageOfCases } from "./cases-of-party.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"
import { nextDues } from "./next-due.ts"

const casesQuery = usualPageQuery("Cases on one page", mostCasesOnPage).extend({
  state: z.enum(["open", "closed", "falseAlarm"]).optional().meta({ description: "Only cases in this state" }),
})

/** What is due next in a case. */
const nextDue = z
  .strictObject({ dutyId: ownString(), law: lawOfPack, kind: dutyKindSchema, dueAt: instant, dueIs })
  .meta({
    description: "The duty of the caller that is due first. Absent if the case has ended, or nothing has a date",
  })

export const listCases = declareRoute({
  method: "GET",
  path: "/v1/cases",
  authentication: "required",
  query: casesQuery,
  summary: "The caller's cases, newest first, up to 100 on a page",
  answers: answersWith(
    "A page of cases. It can be empty although there is a next one",
    z.strictObject({
      cases: z.array(caseLineSchema.extend({ nextDue: nextDue.optional() })),
      next: nextPage,
    }),
  ),
})

/** The list of the caller's cases, each open one with the duty that is due first. */
export function listCasesRoute(desk: { readonly cases: CasesOfParty & DutiesInList }): Route {
  return handle(listCases)(async ({ caller, query }) => {
    const { found, next } = await pageOfCases(desk, caller.party, query)
    const dues = await nextDues(desk.cases, found)
    const cases = found.map(({ current, own }) => {
      const due = dues.get(current.caseId)
      return { ...caseLine(current, own), ...(due === undefined ? {} : { nextDue: due }) }
    })
    return { status: 200, body: { cases, ...(next === undefined ? {} : { next }) } }
  })
}

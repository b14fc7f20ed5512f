import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { breachReported } from "../../base/contracts/breach-reported.ts"
import { caseAlias, caseUrl } from "../../base/contracts/fields.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import { fixOf } from "../../base/contracts/problem-fixes.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { type AnswerOf, declareRoute, type RequestOf } from "../../base/platform/http-route.ts"
import type { Caller } from "../../parties/authenticate-party.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { aliasOf } from "../cases/case-pointers.ts"
import { openReportedCase, reportProblem } from "../opening/report-breach.ts"
import { caseAnswer } from "./case-answer.ts"
import { caseView } from "./case-view.ts"
import { commandHeaders, repeatable } from "./desk-commands.ts"
import { callerIn, commandId, etagOf, type ServedDesk } from "./desk-request.ts"
import { answerExposures, exposuresQuery, exposuresSchema } from "./exposures-answer.ts"
import { linkHeader } from "./list-pages.ts"
import { answerTimeline, timelineQuery, timelineSchema } from "./timeline-answer.ts"

const report = z.strictObject({ caseAlias, outcome: ownString(), caseUrl })

/** Report a breach, and read the caller's cases. */
export const caseApi = {
  report: declareRoute({
    method: "POST",
    path: "/v1/cases",
    authentication: "required",
    body: breachReported.data,
    summary: `Report a breach. ${repeatable}`,
    requestHeaders: commandHeaders,
    answers: {
      200: { description: "The report extended an open case, or was sent before", schema: report },
      201: { description: "The report opened a case", schema: report },
    },
  }),
  read: declareRoute({
    method: "GET",
    path: "/v1/cases/{caseAlias}",
    authentication: "required",
    summary: "The caller's side of a case",
    answers: {
      200: {
        description: "The case",
        schema: caseAnswer,
        headers: { etag: "The state of the case as the caller sees it. Send it as `if-match` with a change" },
      },
    },
  }),
  timeline: declareRoute({
    method: "GET",
    path: "/v1/cases/{caseAlias}/timeline",
    authentication: "required",
    query: timelineQuery,
    summary:
      "The hash-chained timeline, with everything that the caller may see. The header `link` leads to the next page",
    answers: {
      200: {
        description:
          "A page of the timeline. It can be short or empty although there is a next one. The entries of all pages lead to " +
          "the head of the last page",
        schema: timelineSchema,
        headers: linkHeader,
      },
    },
  }),
  exposures: declareRoute({
    method: "GET",
    path: "/v1/cases/{caseAlias}/exposures",
    authentication: "required",
    query: exposuresQuery,
    summary:
      "The caller's exposed shipments with its own references, as JSON, CSV or the list for a mail merge. The header `link` leads to the next page",
    answers: {
      200: {
        description:
          "A page of shipments. Pages of CSV, one after the other, are the whole file. A page can be short or empty although " +
          "there is a next one",
        schema: exposuresSchema,
        otherTypes: ["text/csv"],
        headers: { ...linkHeader, "content-disposition": "The name of a file of CSV" },
      },
    },
  }),
}

export function caseRoutes(desk: ServedDesk): Route[] {
  return serve(caseApi)({
    report: (request) => openCase(desk, request),
    async read(request) {
      const participant = await callerIn(desk, request)
      const view = await caseView(desk, request.caller.party, participant)
      return { status: 200, headers: { etag: etagOf(view) }, body: view }
    },
    timeline: async (request) => answerTimeline(desk, request, await callerIn(desk, request)),
    exposures: async (request) => answerExposures(desk, request, await callerIn(desk, request)),
  })
}

function reportRefused(problem: Problem): HttpProblem {
  const path = problem.path.replace(/^data/, "body")
  const mend =
    path === "body.receivedAt" ? "the time is in the future. State when you learned of it." : fixOf(problem, {})
  return new HttpProblem("invalid", { problems: [{ ...problem, path }], detail: `${path}: ${mend}` })
}

/** Opens a case of what the caller reports. */
async function openCase(
  desk: ServedDesk,
  request: RequestOf<typeof caseApi.report, Caller>,
): Promise<AnswerOf<typeof caseApi.report>> {
  const { caller, body } = request
  const problem = await reportProblem(desk, caller.party, body)
  if (problem !== undefined) throw reportRefused(problem)
  const id = commandId(desk, request)
  const { caseId, outcome } = await openReportedCase(desk, caller.party, {
    ...body,
    id,
    officer: caller.officer?.userId,
  })
  const [own] = await desk.cases.items([caseKeys.party(caseId, caller.party.id)])
  const alias = own?.type === "party" ? own.alias : aliasOf(desk, caseId, caller.party.id)
  return {
    status: outcome === "opened" ? 201 : 200,
    body: { caseAlias: alias, outcome, caseUrl: `/v1/cases/${alias}` },
  }
}

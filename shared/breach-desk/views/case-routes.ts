import { breachReported } from "../../contracts/breach-reported.ts"
import type { Problem } from "../../contracts/problem.ts"
import { fixOf } from "../../contracts/problem-fixes.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { aliasOf } from "../cases/case-pointers.ts"
import { openReportedCase } from "../opening/report-breach.ts"
import { reportProblem } from "../opening/report-problem.ts"
import { etagOf } from "./case-etag.ts"
import { caseView } from "./case-view.ts"
import { callerIn, commandId, type ServedDesk } from "./desk-request.ts"
import { answerExposures, exposuresQuery } from "./exposures-answer.ts"
import { listCasesRoute } from "./list-cases-route.ts"
import { answerTimeline, timelineQuery } from "./timeline-answer.ts"

/** Report a breach, and read the caller's cases. */
export function caseRoutes(desk: ServedDesk): Route[] {
  return [
    listCasesRoute(desk),
    reportRoute(desk),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}",
      authentication: "required",
      handle: async (request) => {
        const participant = await callerIn(desk, request)
        const view = await caseView(desk, request.caller.party, participant)
        return { status: 200, headers: { etag: etagOf(view) }, body: view }
      },
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/timeline",
      authentication: "required",
      query: timelineQuery,
      handle: async (request) => answerTimeline(desk, request, await callerIn(desk, request)),
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/exposures",
      authentication: "required",
      query: exposuresQuery,
      handle: async (request) => answerExposures(desk, request, await callerIn(desk, request)),
    }),
  ]
}

function reportRefused(problem: Problem): HttpProblem {
  const path = problem.path.replace(/^data/, "body")
  const mend =
    path === "body.receivedAt" ? "the time is in the future. State when you learned of it." : fixOf(problem, {})
  return new HttpProblem("invalid", { problems: [{ ...problem, path }], detail: `${path}: ${mend}` })
}

/** Opens a case of what the caller reports. */
function reportRoute(desk: ServedDesk): Route {
  return route({
    method: "POST",
    path: "/v1/cases",
    authentication: "required",
    body: breachReported.data,
    handle: async (request) => {
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
      const caseAlias = own?.type === "party" ? own.alias : aliasOf(desk, caseId, caller.party.id)
      return {
        status: outcome === "opened" ? 201 : 200,
        body: { caseAlias, outcome, caseUrl: `/v1/cases/${caseAlias}` },
      }
    },
  })
}

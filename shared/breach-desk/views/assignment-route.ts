import { type Route, route } from "../../parties/party-route.ts"
import { assignDuty } from "../actions/assign-duty.ts"
import { assignmentBody } from "./desk-bodies.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, type ServedDesk } from "./desk-request.ts"

/** Assigns one of the caller's duties to a person. */
export function assignmentRoute(desk: ServedDesk): Route {
  return route({
    method: "POST",
    path: "/v1/cases/{caseAlias}/assignments",
    authentication: "required",
    body: assignmentBody,
    handle: async (request) => answerTo(await assignDuty(desk, actionOf(desk, request), request.body)),
  })
}

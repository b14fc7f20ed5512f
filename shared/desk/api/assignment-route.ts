import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { userId } from "../../parties/officer.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { assignDuty } from "../actions/assign-duty.ts"
import { assignmentBody } from "./desk-bodies.ts"
import { caseCommand, outcome, repeatable } from "./desk-commands.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, type ServedDesk } from "./desk-request.ts"

export const assignmentApi = {
  assign: declareRoute({
    ...caseCommand,
    path: "/v1/cases/{caseAlias}/assignments",
    body: assignmentBody,
    summary: `Assign a duty of the caller to one of its own people, or to nobody. ${repeatable}`,
    answers: answersWith(
      "To whom the duty is assigned",
      z.strictObject({ outcome, dutyId: ownString().optional(), userId: userId.nullable().optional() }),
    ),
  }),
}

export const assignmentRoutes = (desk: ServedDesk): Route[] =>
  serve(assignmentApi)({
    assign: async (request) => answerTo(await assignDuty(desk, actionOf(desk, request), request.body)),
  })

import { measure } from "../../contracts/fields.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { acknowledge } from "../actions/acknowledge.ts"
import { importAccesses } from "../actions/import-accesses.ts"
import { recordMeasure } from "../actions/record-measure.ts"
import { recordNotified } from "../actions/record-notified.ts"
import { factsSchema } from "../facts-schema.ts"
import { answerAsked } from "./approval-routes.ts"
import { accessesBody, acknowledgementBody, closingBody, dutyStepBody, receiptsBody } from "./desk-bodies.ts"
import { answerTo } from "./desk-problems.ts"
import type { ServedDesk } from "./desk-request.ts"
import { signedActionOf } from "./signed-action.ts"

/** What the timeline says in full of an act, and what it leaves out. */
const [whole, partial] = [{ isWhole: true }, { isWhole: false }]

/** What a party does in a case. */
export function actionRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/acknowledgements",
      authentication: "required",
      body: acknowledgementBody,
      handle: async (request) =>
        answerTo(
          await acknowledge(desk, await signedActionOf(desk, request, whole), request.body.at ?? request.receivedAt),
        ),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/duties/{dutyId}",
      authentication: "required",
      body: dutyStepBody,
      handle: async (request) => {
        const { step, at = request.receivedAt } = request.body
        return answerAsked(desk, request, { action: "duty", dutyId: request.parameters["dutyId"] ?? "", step, at })
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/measures",
      authentication: "required",
      body: measure,
      handle: async (request) =>
        answerTo(await recordMeasure(desk, await signedActionOf(desk, request, whole), request.body)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/facts",
      authentication: "required",
      body: factsSchema,
      handle: (request) => answerAsked(desk, request, { action: "facts", facts: request.body }),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/receipts",
      authentication: "required",
      body: receiptsBody,
      handle: async (request) =>
        answerTo(await recordNotified(desk, await signedActionOf(desk, request, partial), request.body)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/accesses",
      authentication: "required",
      body: accessesBody,
      handle: async (request) =>
        answerTo(await importAccesses(desk, await signedActionOf(desk, request, partial), request.body.accesses)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/closing",
      authentication: "required",
      body: closingBody,
      handle: (request) => answerAsked(desk, request, { action: "closing", outcome: request.body.outcome }),
    }),
  ]
}

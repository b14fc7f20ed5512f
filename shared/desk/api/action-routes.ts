import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { count, measure } from "../../base/contracts/fields.ts"
import { dutyStateSchema } from "../../base/contracts/words.ts"
import { problemBody } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { acceptText } from "../actions/accept-text.ts"
import { acknowledge } from "../actions/acknowledge.ts"
import { actOnDuty } from "../actions/act-on-duty.ts"
import { closeCase } from "../actions/close-case.ts"
import { correspond } from "../actions/correspond.ts"
import { importAccesses } from "../actions/import-accesses.ts"
import { recordMeasure } from "../actions/record-measure.ts"
import { recordNotified } from "../actions/record-notified.ts"
import { recordReturned } from "../actions/record-returned.ts"
import { stateFacts } from "../actions/state-facts.ts"
import { factsSchema } from "../facts-schema.ts"
import { answerAsked } from "./approval-routes.ts"
import { obstacles, progress } from "./case-answer.ts"
import {
  acceptedTextBody,
  accessesBody,
  acknowledgementBody,
  closingBody,
  correspondenceBody,
  dutyStepBody,
  receiptsBody,
  returnsBody,
} from "./desk-bodies.ts"
import { awaiting, caseCommand, outcome, repeatable, signedCommand } from "./desk-commands.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, type ServedDesk } from "./desk-request.ts"
import { signedActionOf } from "./signed-action.ts"

const acknowledged = z.strictObject({ outcome, acknowledgedAt: instant.optional() })

const dutyNow = z.strictObject({ outcome, dutyId: ownString().optional(), state: dutyStateSchema.optional() })

const stated = z.strictObject({
  outcome,
  duties: count.optional().meta({ description: "How many duties the caller has now" }),
})

const notified = z.strictObject({
  outcome,
  shipments: count.meta({ description: "Shipments that this call recorded as notified" }),
  unknown: z
    .array(z.int())
    .meta({ description: "Positions in the list that are not an affected shipment of the caller" }),
  progress: progress.partial({ text: true }).optional(),
})

const imported = z.strictObject({
  outcome,
  accesses: count.meta({ description: "Lookups of the log that were accepted" }),
  exposures: count.meta({ description: "Exposures that these lookups added or extended" }),
  unknown: z.array(z.int()).meta({ description: "Positions in the list whose shipment is not the caller's" }),
})

const closed = z.strictObject({
  outcome,
  state: z.enum(["open", "closed", "falseAlarm"]),
  obstacles: obstacles
    .optional()
    .meta({ description: "`open` after a false alarm was stated: the parties that have to state it too" }),
})

/** What a party does in a case. */
export const actionApi = {
  acknowledge: declareRoute({
    ...signedCommand,
    path: "/v1/cases/{caseAlias}/acknowledgements",
    body: acknowledgementBody,
    summary: `Acknowledge the alert. ${repeatable}`,
    answers: answersWith("The alert is acknowledged", acknowledged),
  }),
  takeStep: declareRoute({
    ...signedCommand,
    path: "/v1/cases/{caseAlias}/duties/{dutyId}",
    body: dutyStepBody,
    summary: `Request, accept, decline, take over, discharge or assess a duty. ${repeatable}`,
    answers: { 200: { description: "The duty's state", schema: dutyNow }, ...awaiting },
  }),
  recordMeasure: declareRoute({
    ...signedCommand,
    path: "/v1/cases/{caseAlias}/measures",
    body: measure,
    summary: `Record a measure taken. ${repeatable}`,
    answers: answersWith("The measure is recorded", z.strictObject({ outcome, measureId: ownString().optional() })),
  }),
  stateFacts: declareRoute({
    ...signedCommand,
    path: "/v1/cases/{caseAlias}/facts",
    body: factsSchema,
    summary: `State the caller's own facts: discovery, determination, cause, assessment. ${repeatable}`,
    answers: { 200: { description: "The facts are recorded", schema: stated }, ...awaiting },
  }),
  recordNotified: declareRoute({
    ...signedCommand,
    path: "/v1/cases/{caseAlias}/receipts",
    body: receiptsBody,
    summary: `Record whom you notified, up to 500 shipments in one call. ${repeatable}`,
    answers: answersWith("How many were notified by this call and in all", notified),
  }),
  recordReturned: declareRoute({
    ...caseCommand,
    path: "/v1/cases/{caseAlias}/returned-notices",
    body: returnsBody,
    summary: `Record which notices came back undelivered, up to 500. Their recipients count as not notified. ${repeatable}`,
    answers: answersWith("How many came back, and how many are notified now", notified),
  }),
  acceptText: declareRoute({
    ...caseCommand,
    path: "/v1/cases/{caseAlias}/law-texts",
    body: acceptedTextBody,
    summary: `Accept the text of a law that the hub has now, for the caller's side of the case. Its duties follow it from then on. ${repeatable}`,
    answers: answersWith("The text is accepted", stated),
  }),
  correspond: declareRoute({
    ...caseCommand,
    path: "/v1/cases/{caseAlias}/correspondence",
    body: correspondenceBody,
    summary: `Record a regulator's question, more time for it or the answer, or whom else outside you told, also when the case is closed. Nobody else sees it. ${repeatable}`,
    answers: answersWith("It is recorded", z.strictObject({ outcome, questionId: ownString().optional() })),
  }),
  importAccesses: declareRoute({
    ...signedCommand,
    path: "/v1/cases/{caseAlias}/accesses",
    body: accessesBody,
    summary: `Add the log of your own tool to the case, up to 500 lookups in one call. ${repeatable}`,
    answers: answersWith("How many lookups were accepted", imported),
  }),
  close: declareRoute({
    ...signedCommand,
    path: "/v1/cases/{caseAlias}/closing",
    body: closingBody,
    summary: `Close the case as resolved, or state that it is a false alarm. ${repeatable}`,
    answers: { 200: { description: "The state of the case", schema: closed }, ...awaiting },
    problems: {
      ...signedCommand.problems,
      409: {
        description: "What keeps the case open, and what would remove it",
        schema: problemBody.extend({ obstacles: obstacles.optional() }),
      },
    },
  }),
}

/** What the timeline says in full of an act, and what it leaves out. */
const [whole, partial] = [{ isWhole: true }, { isWhole: false }]

export function actionRoutes(desk: ServedDesk): Route[] {
  return serve(actionApi)({
    async acknowledge(request) {
      const action = await signedActionOf(desk, request, whole)
      return answerTo(await acknowledge(desk, action, request.body.at ?? request.receivedAt))
    },
    takeStep(request) {
      const { step, at = request.receivedAt } = request.body
      const dutyId = request.parameters["dutyId"] ?? ""
      return answerAsked(desk, request, { action: "duty", dutyId, step, at }, (action) =>
        actOnDuty(desk, action, { duty: { dutyId }, step, at }),
      )
    },
    recordMeasure: async (request) =>
      answerTo(await recordMeasure(desk, await signedActionOf(desk, request, whole), request.body)),
    stateFacts: (request) =>
      answerAsked(desk, request, { action: "facts", facts: request.body }, (action) =>
        stateFacts(desk, action, request.body),
      ),
    recordNotified: async (request) =>
      answerTo(await recordNotified(desk, await signedActionOf(desk, request, partial), request.body)),
    recordReturned: async (request) => answerTo(await recordReturned(desk, actionOf(desk, request), request.body)),
    acceptText: async (request) => answerTo(await acceptText(desk, actionOf(desk, request), request.body)),
    correspond: async (request) => answerTo(await correspond(desk, actionOf(desk, request), request.body)),
    importAccesses: async (request) =>
      answerTo(await importAccesses(desk, await signedActionOf(desk, request, partial), request.body.accesses)),
    close: (request) =>
      answerAsked(desk, request, { action: "closing", outcome: request.body.outcome }, (action) =>
        closeCase(desk, action, request.body.outcome),
      ),
  })
}

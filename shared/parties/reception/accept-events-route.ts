import * as z from "zod"
import { declareRoute, mediaType } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../party-route.ts"
import { type AcceptEvents, acceptEventsAnswer, acceptEventsBody } from "./accept-events.ts"
import { cloudEventBodies, inCloudEventTerms, requireAccepted, requireOwnSource } from "./cloud-events.ts"
import { type ValidateEvents, validateEventsAnswer } from "./validate-events.ts"

const query = z.strictObject({
  validate: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "`true`: say what would become of the events, and change nothing" }),
})

export const eventApi = {
  accept: declareRoute({
    method: "POST",
    path: "/v1/events",
    authentication: "required",
    query,
    body: acceptEventsBody,
    otherBodies: cloudEventBodies,
    summary: "Publish up to ten events, as a party without an AWS account, or validate them, as any party",
    answers: {
      200: { description: "With `validate=true`: what would become of each event", schema: validateEventsAnswer },
      202: { description: "Every event was accepted", schema: acceptEventsAnswer },
      207: { description: "Some events were not accepted. Each has its own outcome", schema: acceptEventsAnswer },
    },
  }),
}

/**
 * `POST /v1/events`: 202 when every event was accepted, otherwise 207, so that a partial success does not look
 * complete. 200 with `validate=true`. CloudEvents are taken too; a single one that is not accepted is answered with a
 * status of 400 or more.
 */
export function acceptEventRoutes(tools: { acceptEvents: AcceptEvents; validateEvents: ValidateEvents }): Route[] {
  return serve(eventApi)({
    async accept({ caller: { party }, body: received, headers, query: { validate } }) {
      requireOwnSource(party, received)
      const format = cloudEventFormat(headers["content-type"])
      const inTerms = format === undefined ? <Outcome>(outcome: Outcome) => outcome : inCloudEventTerms
      if (validate === "true") {
        const { events } = await tools.validateEvents(party, received)
        return { status: 200, body: { events: events.map(inTerms) } }
      }
      const accepted = await tools.acceptEvents(party, received)
      const answer = { events: accepted.events.map(inTerms) }
      if (format === "one") requireAccepted(answer)
      const whole = answer.events.every(({ outcome }) => outcome === "accepted")
      return { status: whole ? 202 : 207, body: answer }
    },
  })
}

function cloudEventFormat(contentType = ""): "one" | "batch" | undefined {
  const type = mediaType(contentType)
  if (type === "application/cloudevents+json") return "one"
  return type === "application/cloudevents-batch+json" ? "batch" : undefined
}

import * as z from "zod"
import { type Route, route } from "../party-route.ts"
import { type AcceptEvents, acceptEventsAnswer, acceptEventsBody } from "./accept-events.ts"
import { type ValidateEvents, validateEventsAnswer } from "./validate-events.ts"

const query = z.strictObject({
  validate: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "`true`: say what would become of the events, and change nothing" }),
})

/**
 * `POST /v1/events`: 202 when every event was accepted, otherwise 207, so that a partial success does not look
 * complete. 200 with `validate=true`.
 */
export function acceptEventRoutes(tools: { acceptEvents: AcceptEvents; validateEvents: ValidateEvents }): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/events",
      authentication: "required",
      query,
      body: acceptEventsBody,
      documentation: {
        summary: "Publish up to ten events, as a party without an AWS account, or validate them, as any party",
        answers: {
          200: { description: "With `validate=true`: what would become of each event", schema: validateEventsAnswer },
          202: { description: "Every event was accepted", schema: acceptEventsAnswer },
          207: { description: "Some events were not accepted. Each has its own outcome", schema: acceptEventsAnswer },
        },
      },
      handle: async ({ caller, body, query: { validate } }) => {
        if (validate === "true") return { status: 200, body: await tools.validateEvents(caller.party, body) }
        const answer = await tools.acceptEvents(caller.party, body)
        const whole = answer.events.every(({ outcome }) => outcome === "accepted")
        return { status: whole ? 202 : 207, body: answer }
      },
    }),
  ]
}

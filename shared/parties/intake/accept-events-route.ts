import { type Route, route } from "../party-route.ts"
import { type AcceptEvents, acceptEventsAnswer, acceptEventsBody } from "./accept-events.ts"

/**
 * `POST /v1/events`: 202 when every event was accepted, otherwise 207, so that a partial success does not look
 * complete.
 */
export function acceptEventRoutes(acceptEvents: AcceptEvents): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/events",
      authentication: "required",
      body: acceptEventsBody,
      documentation: {
        summary: "Publish up to ten events, as a party without an AWS account",
        answers: {
          202: { description: "Every event was accepted", schema: acceptEventsAnswer },
          207: { description: "Some events were not accepted. Each has its own outcome", schema: acceptEventsAnswer },
        },
      },
      handle: async ({ caller, body }) => {
        const answer = await acceptEvents(caller.party, body)
        const whole = answer.events.every(({ outcome }) => outcome === "accepted")
        return { status: whole ? 202 : 207, body: answer }
      },
    }),
  ]
}

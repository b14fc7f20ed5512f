import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { pageLimit } from "../page-limit.ts"
import type { Party, PartyWebhook } from "../party.ts"
import { type Route, serve } from "../party-route.ts"
import { endpointIdOf, stateOf } from "./endpoint-state.ts"
import type { WebhookDeliveries } from "./webhook-deliveries.ts"
import { daysKept, webhookAttempt } from "./webhook-rows.ts"

const pageSize = { usual: 20, most: 100 }

/** Names an attempt, and where it stands among others. */
const attemptId = boundedString(256).regex(/^\d{13}-[A-Za-z0-9_-]{22}$/, "write the attemptId of an attempt")

const attemptsQuery = z.strictObject({
  limit: pageLimit(pageSize, "Attempts"),
  after: attemptId.optional().meta({ description: "The `next` of the page before" }),
})

const attempt = webhookAttempt.omit({ partyId: true, expiresAt: true }).extend({
  attemptId: attemptId.meta({ title: "Attempt", description: "Names the attempt, for sending its event again" }),
  at: webhookAttempt.shape.at.meta({ description: "When it began" }),
  eventId: webhookAttempt.shape.eventId.meta({ title: "Event", description: "`webhook-id`, and `metadata.id`" }),
  type: webhookAttempt.shape.type.meta({ description: "The event's type" }),
  status: webhookAttempt.shape.status.meta({
    description:
      "What your endpoint answered. `unreachable`: nothing in 15 seconds. `notPublic`: its name leads to an address " +
      "that is not public, so nothing was sent",
  }),
  durationMilliseconds: webhookAttempt.shape.durationMilliseconds.meta({ title: "Duration in milliseconds" }),
  attempt: webhookAttempt.shape.attempt.meta({ title: "Number", description: "1 for the first attempt" }),
  nextAttemptAt: webhookAttempt.shape.nextAttemptAt.meta({
    title: "Next attempt",
    description: "Absent: it was delivered, or is not tried any more",
  }),
})

const attemptsAnswer = z.object({
  attempts: z.array(attempt).meta({ description: "The newest first" }),
  next: ownString().optional().meta({ description: "Give it as `after` to read earlier attempts" }),
})

const resendAnswer = z.object({
  eventId: ownString().meta({ title: "Event", description: "What is sent again, within two minutes" }),
})

const path = "/v1/webhooks/attempts"

export const attemptApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    query: attemptsQuery,
    summary: `Attempts to post events to the caller's webhook in the last ${daysKept} days`,
    answers: answersWith("A page of attempts. No event is in it", attemptsAnswer),
  }),
  resend: declareRoute({
    method: "POST",
    path: `${path}/{attemptId}/resend`,
    authentication: "required",
    summary: "Send the event of an attempt to the caller's webhook again, whether or not it was delivered",
    answers: {
      202: {
        description: "It is sent within two minutes, and tried again by the usual schedule",
        schema: resendAnswer,
      },
    },
    problems: {
      404: { description: "The caller has no such attempt, or its event is not kept any more" },
      409: { description: "The webhook is disabled" },
    },
  }),
}

/** What was tried at the caller's webhook, and sending one event again. */
export function attemptRoutes(tools: {
  deliveries: Pick<WebhookDeliveries, "attempts" | "attempt" | "endpoint" | "sendAgain">
  webhookOf: WebhookOf
  clock: Clock
}): Route[] {
  const { deliveries, clock } = tools
  return serve(attemptApi)({
    async list({ caller, query: { limit, after } }) {
      const found = await deliveries.attempts(caller.party.id, { limit, before: after })
      const last = found.length === limit ? found.at(-1)?.attemptId : undefined
      const attempts = found.map(({ partyId: _, expiresAt: __, ...shown }) => shown)
      return { status: 200, body: { attempts, ...(last === undefined ? {} : { next: last }) } }
    },
    async resend({ caller: { party }, parameters }) {
      const id = attemptId.safeParse(parameters["attemptId"])
      const found = id.success ? await deliveries.attempt(party.id, id.data) : undefined
      if (found === undefined) throw new HttpProblem("notFound", { detail: "You have no attempt with this id." })
      await requireEnabled(tools, party)
      const { eventId } = found
      const options = { now: clock(), evenIfDelivered: true }
      if ((await deliveries.sendAgain(party.id, eventId, options)) === "unknown")
        throw new HttpProblem("notFound", { detail: `The event of this attempt is kept for ${daysKept} days only.` })
      return { status: 202, body: { eventId } }
    },
  })
}

/** The webhook of a party, at the address that the party set. */
export type WebhookOf = (party: Party) => Promise<PartyWebhook | undefined>

/** @throws HttpProblem 409 if nothing is sent to the webhook of a party */
export async function requireEnabled(
  { deliveries, webhookOf }: { deliveries: Pick<WebhookDeliveries, "endpoint">; webhookOf: WebhookOf },
  party: Party,
): Promise<void> {
  const webhook = await webhookOf(party)
  if (webhook === undefined) throw new HttpProblem("conflict", { detail: "You have no webhook." })
  const { disabledAt } = stateOf(await deliveries.endpoint(party.id), endpointIdOf(webhook))
  if (disabledAt !== undefined)
    throw new HttpProblem("conflict", { detail: "Your webhook is disabled. Set webhookUrl again to enable it." })
}

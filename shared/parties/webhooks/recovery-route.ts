import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { declareRoute } from "../../base/platform/http-route.ts"
import { sideBySide } from "../../base/platform/side-by-side.ts"
import { type Route, serve } from "../party-route.ts"
import { requireEnabled, type WebhookOf } from "./attempt-routes.ts"
import type { Arrived, WebhookDeliveries } from "./webhook-deliveries.ts"
import { daysKept } from "./webhook-rows.ts"

/** Events that one request has sent again. Together they take about a second. */
const eventsPerRequest = 500
const eventsAtOnce = 20

/** Where a request ended, as text: the time and the id of its last event. */
const place = boundedString(256)
  .regex(/^\d{13}-[A-Za-z0-9_.:-]{1,128}$/, "write the next of the answer before")
  .transform((text): Arrived => {
    const [, milliseconds = "", eventId = ""] = /^(\d+)-(.*)$/.exec(text) ?? []
    return { eventId, receivedAt: new Date(Number(milliseconds)).toISOString() }
  })

const recovery = z.strictObject({
  from: instant.meta({ description: "The earliest arrival at the hub's queue for your webhook" }),
  to: instant.meta({ description: "The latest, not before `from`" }),
  which: z
    .enum(["undelivered", "all"])
    .default("undelivered")
    .meta({ description: "`all`: also what your webhook accepted, if you lost it" }),
  after: place.optional().meta({ description: "The `next` of the answer before" }),
})

const recoveryAnswer = z.object({
  events: z.int().meta({ description: "How many are sent again, the first within two minutes" }),
  next: ownString()
    .optional()
    .meta({ description: "There are more events. Send the same request with this as `after`" }),
})

export const recoveryApi = {
  recover: declareRoute({
    method: "POST",
    path: "/v1/webhooks/recoveries",
    authentication: "required",
    body: recovery,
    summary: `Send again what arrived for the caller's webhook in a time, of the last ${daysKept} days`,
    answers: { 202: { description: "They are sent by the usual schedule", schema: recoveryAnswer } },
    problems: { 409: { description: "The webhook is disabled" } },
  }),
}

/**
 * Sends again what arrived for the caller's webhook in a time. The rows of the caller are read by its own part of the
 * index, so no event of another party can be among them. A repeat after a lost answer sends nothing twice that has
 * been accepted meanwhile, unless the caller wants all.
 */
export function recoveryRoutes(tools: {
  deliveries: Pick<WebhookDeliveries, "arrived" | "endpoint" | "sendAgain">
  webhookOf: WebhookOf
  clock: Clock
}): Route[] {
  const { deliveries, clock } = tools
  return serve(recoveryApi)({
    async recover({ caller: { party }, body: { which, after, ...range } }) {
      await requireEnabled(tools, party)
      const times = { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }
      requireRange(times, after)
      const found = await deliveries.arrived(party.id, { ...times, limit: eventsPerRequest, after })
      const options = { now: clock(), evenIfDelivered: which === "all" }
      let events = 0
      await sideBySide(found, eventsAtOnce, async ({ eventId }) => {
        if ((await deliveries.sendAgain(party.id, eventId, options)) === "waiting") events += 1
      })
      const last = found.length === eventsPerRequest ? found.at(-1) : undefined
      return { status: 202, body: { events, ...(last === undefined ? {} : { next: textOf(last) }) } }
    },
  })
}

/**
 * DynamoDB refuses a range that ends before it begins, and a place outside of the range.
 *
 * @throws HttpProblem 400
 */
function requireRange({ from, to }: { from: string; to: string }, after: Arrived | undefined): void {
  if (to < from) throw new HttpProblem("invalid", { problems: [{ path: "body.to", rule: "tooSmall" }] })
  if (after !== undefined && (after.receivedAt < from || after.receivedAt > to))
    throw new HttpProblem("invalid", { problems: [{ path: "body.after", rule: "unknownReference" }] })
}

const textOf = ({ receivedAt, eventId }: Arrived): string => `${Date.parse(receivedAt)}-${eventId}`

import * as z from "zod"
import { distinctIds, type Violations } from "./invariants.ts"
import { webhookParties } from "./webhooks.ts"
import type { World } from "./world.ts"

const detailSchema = z.looseObject({ metadata: z.looseObject({ id: z.string() }) })

/** Each webhook received every event of its party, under the event's id, and nothing else. */
export function webhookViolationsOf(world: World): Violations {
  return webhookParties.flatMap((partyId) => {
    // The bus may carry an event twice, each time with another time of publishing.
    const expected = (world.inboxes.get(partyId) ?? []).map((event) => {
      const detail = detailSchema.parse(event.detail)
      const body = { type: event["detail-type"], timestamp: detail.metadata["occurredAt"], ...detail }
      return { id: detail.metadata.id, body: JSON.stringify(body) }
    })
    const bodies = new Map(expected.map(({ id, body }) => [body, id]))
    const messages = world.webhooks.filter((one) => one.partyId === partyId).map(({ message }) => message)
    const isRight = messages.every(({ body, headers }) => bodies.get(body) === headers["webhook-id"])
    const missed = distinctIds(expected) - new Set(messages.map(({ headers }) => headers["webhook-id"])).size
    return [
      ...(isRight ? [] : [`the webhook of ${partyId} received what is no event of its party`]),
      ...(missed === 0 ? [] : [`the webhook of ${partyId} missed ${missed} events`]),
    ]
  })
}

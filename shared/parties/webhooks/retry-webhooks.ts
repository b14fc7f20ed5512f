import type { Clock } from "../../base/platform/clock.ts"
import { failureFields } from "../../base/platform/failure.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { sideBySide } from "../../base/platform/side-by-side.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type DeliveryOutcome, settled } from "./deliver-webhook.ts"
import { openBody } from "./sealed-body.ts"
import type { DueMessage, WebhookDeliveries } from "./webhook-deliveries.ts"

/** So many are sent at the same time. An endpoint that hangs holds up one or a few of these until it is paused. */
const messagesAtOnce = 100

/** Nobody else tries a message while this one does. After a crash it is due again then. */
const claimMilliseconds = 300_000

/** Whether to begin with more messages. Each may take as long as an endpoint has to answer. */
export type HasTime = () => boolean

/**
 * Sends the events whose next attempt is due, the oldest first, until none is left or the time is over.
 * @param tools.deliver sends an event, by its message's text
 * @returns how many were looked at
 */
export function makeRetryWebhooks(tools: {
  deliveries: Pick<WebhookDeliveries, "due" | "claim" | "note">
  deliver: (body: string) => Promise<DeliveryOutcome>
  sealer: Pick<Sealer, "unseal">
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "error">
}): (hasTime: HasTime) => Promise<number> {
  const { deliveries, deliver, sealer, clock, telemetry } = tools
  const retry = async (due: DueMessage): Promise<boolean> => {
    const message = await deliveries.claim(due, new Date(clock().getTime() + claimMilliseconds))
    if (message === undefined) return false
    const body = await openBody(sealer, message)
    const outcome = body === undefined ? "noWebhook" : await deliver(body)
    // Its party has left, or its webhook, or it is not for people: there will be nothing to send either next time.
    if (outcome === "noWebhook" || outcome === "notForPeople") await deliveries.note(settled(message, "undelivered"))
    return true
  }
  return async (hasTime) => {
    let looked = 0
    let claimed = true
    while (claimed && hasTime()) {
      claimed = false
      const due = await deliveries.due(clock(), messagesAtOnce)
      await sideBySide(due, messagesAtOnce, async (one) => {
        try {
          if (await retry(one)) claimed = true
        } catch (thrown) {
          telemetry.error("Message failed", { party: one.partyId, eventId: one.eventId, ...failureFields(thrown) })
          telemetry.count("MessageFailed")
          telemetry.count("WebhookFailing")
        }
      })
      looked += due.length
    }
    return looked
  }
}

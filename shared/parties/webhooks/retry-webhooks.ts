import type { Clock } from "../../base/platform/clock.ts"
import { failureFields } from "../../base/platform/failure.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type DeliveryOutcome, settled } from "./deliver-webhook.ts"
import { openBody } from "./sealed-body.ts"
import type { DueMessage, WebhookDeliveries } from "./webhook-deliveries.ts"

/** So many are sent at the same time, and so many of them to one party: its share, however slow it is. */
const messagesAtOnce = 100
const messagesOfOneParty = 20

/** After so long it looks for more messages, although some endpoints have not answered yet. */
const roundMilliseconds = 1_000

/** Nobody else tries a message while this one does. After a crash it is due again then. */
const claimMilliseconds = 300_000

/** Whether to begin with more messages. Each may take as long as an endpoint has to answer. */
export type HasTime = () => boolean

export type RetryTools = {
  deliveries: Pick<WebhookDeliveries, "due" | "claim" | "note">
  deliver: (body: string) => Promise<DeliveryOutcome>
  sealer: Pick<Sealer, "unseal">
  wait: (milliseconds: number) => Promise<void>
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "error">
}

/**
 * Sends the events whose next attempt is due, the oldest first, until none is left or the time is over. A party that
 * has many, or whose endpoint is slow, holds up no other.
 * @param tools.deliver sends an event, by its message's text
 * @returns how many were looked at
 */
export function makeRetryWebhooks(tools: RetryTools): (hasTime: HasTime) => Promise<number> {
  return async (hasTime) => {
    const running = new Map<Promise<void>, string>()
    const looked = new Set<string>()
    const roomOf = (partyId: string) =>
      messagesOfOneParty - [...running.values()].filter((party) => party === partyId).length
    const begin = (due: DueMessage) => {
      looked.add(nameOf(due))
      const work = retry(tools, due).finally(() => running.delete(work))
      running.set(work, due.partyId)
    }
    let from: string | undefined
    for (let begun = true; hasTime() && (begun || from !== undefined || running.size > 0); ) {
      const { due, endedAt } = await tools.deliveries.due(tools.clock(), messagesAtOnce - running.size, roomOf, from)
      // The index can still list what this run took.
      const fresh = due.filter((one) => !looked.has(nameOf(one)))
      for (const one of fresh) begin(one)
      begun = fresh.length > 0
      from = endedAt
      await Promise.race([Promise.all(running.keys()), tools.wait(roundMilliseconds)])
    }
    await Promise.all(running.keys())
    return looked.size
  }
}

const nameOf = ({ partyId, eventId, dueAt }: DueMessage): string => `${partyId} ${eventId} ${dueAt}`

/** Tries one message. What goes wrong is told, and it is due again later. */
async function retry(tools: RetryTools, due: DueMessage): Promise<void> {
  const { deliveries, deliver, sealer, clock, telemetry } = tools
  try {
    const message = await deliveries.claim(due, new Date(clock().getTime() + claimMilliseconds))
    if (message === undefined) return
    const body = await openBody(sealer, message)
    const outcome = body === undefined ? "noWebhook" : await deliver(body)
    // Its party has left, or its webhook, or it is not for people: there will be nothing to send either next time.
    if (outcome === "noWebhook" || outcome === "notForPeople") await deliveries.note(settled(message, "undelivered"))
  } catch (thrown) {
    telemetry.error("Message failed", { party: due.partyId, eventId: due.eventId, ...failureFields(thrown) })
    telemetry.count("MessageFailed")
    telemetry.count("WebhookFailing")
  }
}

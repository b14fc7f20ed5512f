import type { BatchWork } from "./batch-work.ts"
import { marginSeconds } from "./deliveries-of-a-message.ts"
import type { DeliveredMessage } from "./receipts.ts"
import { every } from "./timers.ts"

/** What a message may take, or twice what its function reserves for it if that is more. */
const aloneMilliseconds = 10_000

/** Messages that wait are held for so long at a time. So they come again soon after a crash, and after a stall. */
const leaseSeconds = 10
const renewalMilliseconds = 4_000

/**
 * Handles messages one by one, those first that were delivered most often, and acknowledges each at once. While one is
 * handled it is held until the invocation must have ended, and those that wait only as long as this process responds.
 * So one that ends the process, or occupies it, delays the others by seconds, and is not there when they come again.
 */
export async function workOneByOne(work: BatchWork, messages: readonly DeliveredMessage[]): Promise<void> {
  const { receipts, after, endWhenStalled } = work.surroundings
  const waiting = inTheirTurn(messages)
  const lease = () => hold(waiting.map((message) => ({ message, seconds: leaseSeconds })))
  const hold = (holds: Parameters<typeof receipts.hold>[0]) => receipts.hold(holds).catch(() => new Set<string>())
  const stopRenewing = every(after, renewalMilliseconds, () => void lease())
  const stopWatching = await endWhenStalled()
  try {
    await lease()
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      const seconds = Math.ceil(work.remaining() / 1_000) + marginSeconds
      const gone = work.hasTimeFor(message) ? await hold([{ message, seconds }]) : new Set<string>()
      if (gone.has(message.messageId)) work.postpone(message)
      else await work.handleAlone(message, Math.max(aloneMilliseconds, 2 * work.reserveFor(message)))
      // If this fails, the answer of the invocation still acknowledges the message.
      if (!work.left.has(message.messageId)) await receipts.acknowledge(message).catch(() => undefined)
    }
  } finally {
    stopRenewing()
    await stopWatching()
  }
}

/**
 * Those first that were delivered most often: a message that waits is delivered more often than one that is handled. Of
 * those delivered equally often, each delivery begins with another one.
 */
export function inTheirTurn<Message extends Pick<DeliveredMessage, "messageId" | "deliveries">>(
  messages: readonly Message[],
): Message[] {
  const byDeliveries = Map.groupBy(messages, ({ deliveries }) => deliveries)
  return [...byDeliveries]
    .sort(([one], [other]) => other - one)
    .flatMap(([deliveries, equals]) => {
      const sorted = equals.toSorted((one, other) => (one.messageId < other.messageId ? -1 : 1))
      const first = deliveries % sorted.length
      return [...sorted.slice(first), ...sorted.slice(0, first)]
    })
}

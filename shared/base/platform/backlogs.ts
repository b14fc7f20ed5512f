import type { MessageBatchOptions } from "./batch-work.ts"
import { systemClock } from "./clock.ts"
import type { DeliveredMessage } from "./receipts.ts"

/** A message that waited for longer stood behind a backlog. */
const longestUsualWaitMilliseconds = 60_000

/**
 * Names each party whose messages stand behind a backlog in the log, with the longest wait. The queue's alarm says that
 * somebody's messages wait, and this whose. A group can be what a sender made up, so only a party that is known is
 * named.
 */
export async function tellBacklogs(
  { telemetry, partyOf, clock = systemClock }: Pick<MessageBatchOptions, "telemetry" | "partyOf" | "clock">,
  messages: readonly DeliveredMessage[],
): Promise<void> {
  const now = clock().getTime()
  // One that comes again, or was sent again, waited for that, and for nobody.
  for (const [group, all] of Map.groupBy(
    messages.filter(({ deliveries, retries }) => deliveries === 1 && retries === 0),
    (message) => message.groupId,
  )) {
    const milliseconds = Math.max(
      ...all.map(({ arrivedAt }) => (arrivedAt === undefined ? 0 : now - Date.parse(arrivedAt))),
    )
    if (group === undefined || milliseconds <= longestUsualWaitMilliseconds) continue
    const party = await partyOf?.(group).catch(() => undefined)
    telemetry.warn("Messages of a party wait", { party, count: all.length, milliseconds })
  }
}

import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import type { CountedMessages, ReadsQueues } from "./load-sqs.ts"

const counted: CountedMessages[] = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

const answer = z.looseObject({ Attributes: z.record(ownString(), z.coerce.number().int().min(0)) })

/**
 * Waits until no message is in these queues. SQS gives numbers that can be a minute old.
 *
 * @returns when they were empty, in epoch milliseconds, or undefined if they were not until the signal
 */
export async function whenEmpty(
  sqs: ReadsQueues,
  queueUrls: readonly string[],
  { signal, pauseMilliseconds }: { signal: AbortSignal; pauseMilliseconds: number },
): Promise<number | undefined> {
  while (!signal.aborted) {
    const at = Date.now()
    const sizes = await Promise.all(queueUrls.map((url) => sizeOf(sqs, url)))
    if (sizes.every((size) => size === 0)) return at
    await pause(pauseMilliseconds, undefined, { signal }).catch(() => {})
  }
  return undefined
}

async function sizeOf(sqs: ReadsQueues, url: string): Promise<number> {
  const { Attributes } = answer.parse(await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: counted }))
  return counted.reduce((sum, name) => sum + (Attributes[name] ?? 0), 0)
}

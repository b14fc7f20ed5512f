import { messageBatchHandler } from "../../../shared/base/platform/message-batch.ts"
import type { Hold, Receipts } from "../../../shared/base/platform/receipts.ts"
import { afterOnSystem } from "../../../shared/base/platform/timers.ts"
import { throttled } from "../../doubles/stream-surroundings.ts"
import { recordedTelemetry } from "../../parties/test-parties.ts"

export const now = Date.parse("2026-11-01T14:00:00Z")
export const eventSourceARN = "arn:aws:sqs:ca-central-1:123456789012:wayseal-test-events"

/** A batch of messages, each with the number of its deliveries. */
export const batchOf = (deliveries: Readonly<Record<string, number>>) => ({
  Records: Object.entries(deliveries).map(([messageId, count]) => ({
    messageId,
    eventSourceARN,
    body: messageId,
    receiptHandle: `receipt of ${messageId}`,
    attributes: { ApproximateReceiveCount: String(count) },
  })),
})

/** The handler of a batch over a queue that writes down what it is asked. */
export function batches(
  handleMessage: (id: string) => Promise<string>,
  answers: Partial<Receipts> = {},
  write: () => Promise<unknown> = async () => {},
) {
  const done: string[] = []
  const telemetry = recordedTelemetry()
  const namesOf = (holds: readonly Hold[]) => holds.map(({ message, seconds }) => `${message.messageId} ${seconds}`)
  const handler = messageBatchHandler({
    telemetry,
    concurrency: 10,
    handleMessage: async ({ body, defer }) => {
      done.push(`handle ${body}`)
      defer(async () => {
        done.push(`write ${body}`)
        await write()
      })
      return handleMessage(body)
    },
    describe: () => ({}),
    partyOf: async (group) => (group.endsWith(".northpost") ? "northpost" : undefined),
    afterBatch: async () => void done.push("end"),
    surroundings: {
      after: afterOnSystem,
      clock: () => new Date(now),
      random: () => 1,
      endWhenStalled: async () => {
        done.push("watch")
        return async () => void done.push("unwatch")
      },
      receipts: {
        acknowledge: async ({ messageId }) => void done.push(`acknowledge ${messageId}`),
        hold: async (holds) => {
          done.push(`hold ${namesOf(holds).join(", ")}`)
          return new Set()
        },
        sendAgain: async (message, seconds) => {
          const { FirstSentTimestamp, Retries, EarlierDeliveries, ...own } = message.attributes
          const earlier = EarlierDeliveries?.stringValue === "0" ? [] : [`after ${EarlierDeliveries?.stringValue}`]
          const travel = [
            FirstSentTimestamp?.stringValue,
            Retries?.stringValue,
            ...earlier,
            message.groupId,
            Object.keys(own),
          ]
          done.push(
            `send ${message.body} ${[seconds, ...travel.flat()].filter((part) => part !== undefined).join(" ")}`,
          )
        },
        ...answers,
      },
    },
  })
  return { handler, done, telemetry }
}

/** What is recorded. */
export const nothing = async () => "recorded"
/** What AWS refuses. */
export const throttles = async () => Promise.reject(throttled())

import * as z from "zod"
import { failureFields } from "./failure.ts"
import { type BatchResponse, type LambdaHandler, lambdaHandler } from "./lambda.ts"
import type { LogFields, Telemetry } from "./telemetry.ts"

/** The parts of an SQS batch that we read. */
const sqsBatch = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z
        .object({
          SentTimestamp: z
            .string()
            .regex(/^\d{1,15}$/)
            .optional(),
        })
        .optional(),
    }),
  ),
})

/** How the messages of a batch are handled. */
export type MessageBatchOptions = {
  telemetry: Telemetry
  /**
   * Handles one message.
   * @param arrivedAt ISO instant when the queue received it, undefined when the trigger does not state it
   */
  handleMessage: (body: string, arrivedAt: string | undefined) => Promise<void>
  /** Fields for the log line of a failed message. */
  describe: (body: string) => LogFields
  /** How many messages to handle at the same time. */
  concurrency: number
  /** Runs after the last message. It must not throw. */
  afterBatch?: () => Promise<void>
}

/** With less time left, the handler starts no further message. The queue delivers the rest again. */
const reserveMilliseconds = 1_000

/**
 * The handler of an SQS batch. When a message throws, only that message fails.
 * docs/decisions/0005-answer-batches-with-our-own-code.md explains why no batch library does this.
 */
export function messageBatchHandler(options: MessageBatchOptions): LambdaHandler<BatchResponse> {
  const { telemetry, handleMessage, describe, concurrency, afterBatch } = options
  return lambdaHandler(telemetry, async (event, context) => {
    const waiting = [...sqsBatch.parse(event).Records]
    const failures: string[] = []
    const work = async (): Promise<void> => {
      for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
        if (context.getRemainingTimeInMillis() < reserveMilliseconds) {
          failures.push(record.messageId)
          telemetry.count("MessagePostponed")
          continue
        }
        try {
          await handleMessage(record.body, arrivalOf(record.attributes?.SentTimestamp))
        } catch (thrown) {
          failures.push(record.messageId)
          telemetry.error("Message failed", {
            messageId: record.messageId,
            ...describe(record.body),
            ...failureFields(thrown),
          })
          telemetry.count("MessageFailed")
        }
      }
    }
    await Promise.all(Array.from({ length: concurrency }, work))
    await afterBatch?.()
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) }
  })
}

function arrivalOf(sentTimestamp: string | undefined): string | undefined {
  return sentTimestamp === undefined ? undefined : new Date(Number(sentTimestamp)).toISOString()
}

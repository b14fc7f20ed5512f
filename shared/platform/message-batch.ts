import * as z from "zod"
import { failureFields } from "./failure.ts"
import { type BatchResponse, type LambdaHandler, lambdaHandler } from "./lambda.ts"
import { type LogFields, type Telemetry, tallyOutcomes } from "./telemetry.ts"

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

type MessageRecord = z.output<typeof sqsBatch>["Records"][number]

/**
 * Leaves a write for the end of the batch, where several messages can share it. The message fails if the write throws,
 * so it is not acknowledged before the write was made.
 */
export type Defer = (write: () => Promise<void>) => void

/** A message as the queue delivers it. */
export type ArrivedMessage = {
  body: string
  /** ISO instant when the queue received it, undefined when the trigger does not state it. */
  arrivedAt: string | undefined
  defer: Defer
}

/** Throw this to leave a message to a later delivery although it is in order. It is counted and not logged. */
export class MessagePostponed extends Error {
  override name = "MessagePostponed"
}

/** How the messages of a batch are handled. */
export type MessageBatchOptions = {
  telemetry: Telemetry
  /** Handles one message. Returns what it did in one word. */
  handleMessage: (message: ArrivedMessage) => Promise<string>
  /** Fields for the log line of a failed message. */
  describe: (body: string) => LogFields
  /** How many messages to handle at the same time. */
  concurrency: number
  /** A message is not started with less time left, and the queue delivers it again. By default 1,000. */
  reserveMilliseconds?: (body: string) => number
  /** Runs after the last message. It must not throw. */
  afterBatch?: () => Promise<void>
}

type HandledMessage = { record: MessageRecord; outcome: string; deferred: (() => Promise<void>)[] }

/**
 * The handler of an SQS batch. When a message throws, only that message fails. It writes one log line for what it
 * handled, and one for each message that failed.
 * docs/decisions/0005-answer-batches-with-our-own-code.md explains why no batch library does this.
 */
export function messageBatchHandler(options: MessageBatchOptions): LambdaHandler<BatchResponse> {
  const { telemetry, afterBatch } = options
  return lambdaHandler(telemetry, async (event, context) => {
    const failures: string[] = []
    const fail = (record: MessageRecord, thrown: unknown): void => {
      failures.push(record.messageId)
      const fields = { ...options.describe(record.body), ...failureFields(thrown) }
      telemetry.error("Message failed", { messageId: record.messageId, ...fields })
      telemetry.count("MessageFailed")
    }
    const postpone = ({ messageId }: MessageRecord): void => {
      failures.push(messageId)
      telemetry.count("MessagePostponed")
    }
    const remaining = () => context.getRemainingTimeInMillis()
    const handled = await handleAll(options, sqsBatch.parse(event).Records, { remaining, fail, postpone })
    const outcomes = await writeDeferred(handled, fail)
    if (outcomes.length > 0) telemetry.info("Messages handled", { outcomes: tallyOutcomes(outcomes) })
    await afterBatch?.()
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) }
  })
}

type Watch = {
  /** Milliseconds that the invocation has left. */
  remaining: () => number
  fail: (record: MessageRecord, thrown: unknown) => void
  postpone: (record: MessageRecord) => void
}

/** Handles messages, some at the same time. Returns those that did not fail, without what they deferred. */
async function handleAll(
  { handleMessage, concurrency, reserveMilliseconds = () => 1_000 }: MessageBatchOptions,
  records: readonly MessageRecord[],
  { remaining, fail, postpone }: Watch,
): Promise<HandledMessage[]> {
  const handled: HandledMessage[] = []
  const waiting = [...records]
  const work = async (): Promise<void> => {
    for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
      const { body, attributes } = record
      if (remaining() < reserveMilliseconds(body)) {
        postpone(record)
        continue
      }
      const deferred: HandledMessage["deferred"] = []
      const defer: Defer = (write) => void deferred.push(write)
      try {
        const outcome = await handleMessage({ body, arrivedAt: arrivalOf(attributes?.SentTimestamp), defer })
        handled.push({ record, outcome, deferred })
      } catch (thrown) {
        if (thrown instanceof MessagePostponed) postpone(record)
        else fail(record, thrown)
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return handled
}

/** Makes the writes that were left for the end of the batch. Returns the outcomes of the messages that did not fail. */
async function writeDeferred(handled: readonly HandledMessage[], fail: Watch["fail"]): Promise<string[]> {
  const outcomes = await Promise.all(
    handled.map(async ({ record, outcome, deferred }) => {
      try {
        await Promise.all(deferred.map((write) => write()))
        return [outcome]
      } catch (thrown) {
        fail(record, thrown)
        return []
      }
    }),
  )
  return outcomes.flat()
}

function arrivalOf(sentTimestamp: string | undefined): string | undefined {
  return sentTimestamp === undefined ? undefined : new Date(Number(sentTimestamp)).toISOString()
}

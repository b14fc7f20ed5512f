import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import { tellBacklogs } from "./backlogs.ts"
import { BatchWork, type MessageBatchOptions } from "./batch-work.ts"
import { type BatchResponse, type LambdaHandler, lambdaHandler } from "./lambda.ts"
import type { DeliveredMessage } from "./receipts.ts"
import { messageAttributes, numeral, travelOf } from "./sent-again.ts"
import { tallyOutcomes } from "./telemetry.ts"
import { workOneByOne } from "./work-one-by-one.ts"

/** The parts of an SQS batch that we read. */
const sqsBatch = z.object({
  Records: z.array(
    z.object({
      messageId: ownString(),
      body: ownString(),
      receiptHandle: ownString().default(""),
      eventSourceARN: ownString().default(""),
      attributes: z
        .object({
          SentTimestamp: numeral.optional(),
          ApproximateReceiveCount: numeral.default("1"),
          MessageGroupId: ownString().optional(),
        })
        .prefault({}),
      messageAttributes: messageAttributes.default({}),
    }),
  ),
})

/**
 * The handler of an SQS batch. When a message throws, or does not come to an end, only that message fails. One that AWS
 * failed is sent again: docs/decisions/0103-send-again-what-aws-failed.md. If any was delivered before, an invocation
 * may have died of it, and each is handled and acknowledged by itself:
 * docs/decisions/0072-record-the-neighbours-of-a-poison-message.md.
 * It writes one log line for what it handled, and one for each message that failed.
 * docs/decisions/0005-answer-batches-with-our-own-code.md explains why no batch library does this.
 */
export function messageBatchHandler(options: MessageBatchOptions): LambdaHandler<BatchResponse> {
  const { telemetry } = options
  return lambdaHandler(telemetry, async (event, context) => {
    const messages = readMessages(event)
    await tellBacklogs(options, messages)
    const work = new BatchWork(options, () => context.getRemainingTimeInMillis())
    if (messages.some(({ deliveries }) => deliveries > 1)) await workOneByOne(work, messages)
    else await work.handle(messages)
    if (work.outcomes.length > 0) telemetry.info("Messages handled", { outcomes: tallyOutcomes(work.outcomes) })
    return { batchItemFailures: [...work.left].map((itemIdentifier) => ({ itemIdentifier })) }
  })
}

/** The messages of an SQS batch. */
export const readMessages = (event: unknown): DeliveredMessage[] => sqsBatch.parse(event).Records.map(deliveredMessage)

type SqsRecord = z.output<typeof sqsBatch>["Records"][number]

function deliveredMessage({
  attributes: system,
  messageAttributes: attributes,
  ...record
}: SqsRecord): DeliveredMessage {
  const { firstSent, retries, earlierDeliveries } = travelOf(attributes)
  const { SentTimestamp, ApproximateReceiveCount: received, MessageGroupId: groupId } = system
  const sent = firstSent ?? SentTimestamp
  const arrivedAt = sent === undefined ? undefined : new Date(Number(sent)).toISOString()
  return { ...record, attributes, groupId, arrivedAt, deliveries: earlierDeliveries + Number(received), retries }
}

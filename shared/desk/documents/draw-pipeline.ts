import { tellBacklogs } from "../../base/platform/backlogs.ts"
import type { BatchSurroundings } from "../../base/platform/batch-work.ts"
import { failureFields } from "../../base/platform/failure.ts"
import { type BatchResponse, type LambdaHandler, lambdaHandler } from "../../base/platform/lambda.ts"
import { readMessages } from "../../base/platform/message-batch.ts"
import { sendAgain } from "../../base/platform/sent-again.ts"
import { type Telemetry, tallyOutcomes } from "../../base/platform/telemetry.ts"
import { every } from "../../base/platform/timers.ts"
import { isTransient } from "../../base/platform/transient-failure.ts"
import type { DrawDocument } from "./draw-document.ts"
import { requestedDocumentSchema } from "./requested-document.ts"

/**
 * While a document is drawn its message is held for so long at a time. So after a crash it comes again soon, and not
 * only after the timeout of the function.
 */
const holdSeconds = 60
const renewalMilliseconds = 20_000

/**
 * Handler of the queue of documents. No message is watched for a stall, as other queues do with those that come again:
 * a large document computes for long.
 */
export function drawPipeline(options: {
  draw: DrawDocument
  telemetry: Telemetry
  surroundings: Pick<BatchSurroundings, "receipts" | "after" | "clock" | "random">
}): LambdaHandler<BatchResponse> {
  const { draw, telemetry, surroundings } = options
  return lambdaHandler(telemetry, async (event) => {
    const messages = readMessages(event)
    // The desk itself puts documents into the queue, in the group of the party that asks.
    await tellBacklogs({ telemetry, clock: surroundings.clock, partyOf: async (group) => group }, messages)
    const hold = () =>
      surroundings.receipts
        .hold(messages.map((message) => ({ message, seconds: holdSeconds })))
        .catch(() => new Set<string>())
    const stopRenewing = every(surroundings.after, renewalMilliseconds, () => void hold())
    const outcomes: string[] = []
    const batchItemFailures: BatchResponse["batchItemFailures"] = []
    await hold()
    for (const message of messages) {
      const { messageId, deliveries } = message
      try {
        outcomes.push(await draw(requestedDocumentSchema.parse(JSON.parse(message.body)), deliveries))
      } catch (thrown) {
        if (isTransient(thrown) && (await sendAgain(message, surroundings, telemetry))) outcomes.push("sentAgain")
        else {
          batchItemFailures.push({ itemIdentifier: messageId })
          telemetry.error("Message failed", { messageId, ...failureFields(thrown) })
          telemetry.count("MessageFailed")
        }
      }
    }
    stopRenewing()
    if (outcomes.length > 0) telemetry.info("Messages handled", { outcomes: tallyOutcomes(outcomes) })
    return { batchItemFailures }
  })
}

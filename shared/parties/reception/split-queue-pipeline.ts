import * as z from "zod"
import { parseBoundedJson } from "../../base/contracts/bounded-json.ts"
import { hubSource } from "../../base/contracts/envelope.ts"
import type { MessageBatchOptions, MessageHandling } from "../../base/platform/batch-work.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import { messageBatchHandler } from "../../base/platform/message-batch.ts"

const fromHub = z.looseObject({ source: z.literal(hubSource) })

/**
 * The handler of a queue that two rules fill: events that the hub sent to itself, and events of parties. The source of
 * a message decides how it is handled. That handling checks the sender.
 */
export function splitQueuePipeline(
  options: Pick<MessageBatchOptions, "telemetry" | "surroundings"> & { hub: MessageHandling; parties: MessageHandling },
): LambdaHandler<BatchResponse> {
  const { hub, parties, ...others } = options
  const handlingOf = (body: string) => (fromHub.safeParse(parsed(body)).success ? hub : parties)
  return messageBatchHandler({
    ...others,
    concurrency: 1,
    handleMessage: async (message) => handlingOf(message.body).handleMessage(message),
    describe: (body) => handlingOf(body).describe(body),
    partyOf: parties.partyOf,
  })
}

function parsed(body: string): unknown {
  try {
    return parseBoundedJson(body)
  } catch {
    return undefined
  }
}

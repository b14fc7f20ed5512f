import { exchangeContracts } from "../../contracts/catalogue.ts"
import type { Clock } from "../../platform/clock.ts"
import type { BatchResponse, LambdaHandler } from "../../platform/lambda.ts"
import { type DeliveryTools, makeDeliverWebhook } from "../channels/deliver-webhook.ts"
import { endpointPauses } from "../channels/endpoint-pauses.ts"
import { answerWithinMilliseconds } from "../channels/webhook.ts"
import { type HubQueuePipelineOptions, hubQueuePipeline } from "./queue-pipeline.ts"

/** As many as a batch has, so that no message waits for the answer to another. */
const messagesAtOnce = 10

/**
 * Handler of the queues of events for webhooks. It sends all messages of a batch at the same time, and starts none
 * whose endpoint could not answer before the invocation ends. Invited parties share a queue: an endpoint of theirs that
 * failed is left alone for a while, so that it does not hold up the others.
 */
export function webhookPipeline(
  options: Pick<HubQueuePipelineOptions<never>, "parties" | "hubAccount" | "telemetry"> & {
    clock: Clock
  } & Pick<DeliveryTools, "signerOf" | "slackUrlOf" | "letterOf" | "post">,
): LambdaHandler<BatchResponse> {
  return hubQueuePipeline({
    ...options,
    contracts: exchangeContracts,
    concurrency: messagesAtOnce,
    reserveMilliseconds: () => answerWithinMilliseconds + 1_000,
    handle: makeDeliverWebhook({ ...options, pauses: endpointPauses() }),
  })
}

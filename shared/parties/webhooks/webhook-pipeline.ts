import { exchangeContracts } from "../../base/contracts/catalogue.ts"
import { type BatchResponse, type LambdaHandler, lambdaHandler } from "../../base/platform/lambda.ts"
import { answerWithinMilliseconds } from "../channels/webhook.ts"
import { type HubQueuePipelineOptions, hubEventOpener, hubQueuePipeline } from "../reception/queue-pipeline.ts"
import { type DeliveryTools, makeDeliverWebhook } from "./deliver-webhook.ts"
import { makeRetryWebhooks, type RetryTools } from "./retry-webhooks.ts"
import type { WebhookDeliveries } from "./webhook-deliveries.ts"

/** As many as a batch has, so that no message waits for the answer to another. */
const messagesAtOnce = 10

/** What an attempt may take: the answer, and what is read and written around it. */
const reserveMilliseconds = answerWithinMilliseconds + 3_000

type WebhookPipelineOptions = DeliveryTools &
  Pick<HubQueuePipelineOptions<never>, "parties" | "hubAccount" | "telemetry" | "surroundings">

/**
 * Handler of the queues of events for webhooks. It sends all messages of a batch at the same time, and starts none
 * whose endpoint could not answer before the invocation ends. What an endpoint does not accept is stored and tried
 * again by {@link retryWebhooksPipeline}, so the message is done with.
 */
export function webhookPipeline(options: WebhookPipelineOptions): LambdaHandler<BatchResponse> {
  return hubQueuePipeline({
    ...options,
    contracts: exchangeContracts,
    concurrency: messagesAtOnce,
    reserveMilliseconds: () => reserveMilliseconds,
    handle: makeDeliverWebhook(options),
  })
}

/** Handler of the schedule by which events for webhooks are tried again. */
export function retryWebhooksPipeline(
  options: WebhookPipelineOptions & { deliveries: WebhookDeliveries; wait: RetryTools["wait"] },
): LambdaHandler<{ looked: number }> {
  const { telemetry } = options
  const open = hubEventOpener({ ...options, contracts: exchangeContracts })
  const deliver = makeDeliverWebhook({ ...options, waitsForSlow: true })
  const retry = makeRetryWebhooks({ ...options, deliver: async (body) => deliver(await open(body), body) })
  return lambdaHandler(telemetry, async (_, context) => {
    const looked = await retry(() => context.getRemainingTimeInMillis() > reserveMilliseconds)
    telemetry.info("Webhooks retried", { count: looked })
    return { looked }
  })
}

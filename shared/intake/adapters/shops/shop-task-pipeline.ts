import { shopTaskDue } from "../../../base/contracts/shop-task-due.ts"
import type { BatchResponse, LambdaHandler } from "../../../base/platform/lambda.ts"
import { type HubQueuePipelineOptions, hubQueuePipeline } from "../../../parties/reception/queue-pipeline.ts"

/** Handler of the queue of tasks for shops. What a shop does not take now fails, and the queue brings it again. */
export function shopTaskPipeline(
  options: Pick<HubQueuePipelineOptions<typeof shopTaskDue>, "parties" | "hubAccount" | "telemetry" | "handle">,
): LambdaHandler<BatchResponse> {
  return hubQueuePipeline({ ...options, contracts: [shopTaskDue], reserveMilliseconds: () => reserveMilliseconds })
}

/** What one task may take: a token, a read and a write at Shopify. */
const reserveMilliseconds = 35_000

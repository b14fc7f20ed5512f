import type { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import type { breachReported } from "../../base/contracts/breach-reported.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import {
  type HubQueuePipelineOptions,
  handlingOfHub,
  handlingOfParties,
  type QueuePipelineOptions,
} from "../../parties/reception/queue-pipeline.ts"
import { splitQueuePipeline } from "../../parties/reception/split-queue-pipeline.ts"

type Options = Pick<
  QueuePipelineOptions<typeof breachReported>,
  "parties" | "hubAccount" | "publisher" | "deadLetters" | "telemetry" | "surroundings"
> & {
  contracts: readonly [typeof breachReported, typeof accessAnomalyDetected]
  ofAnomaly: HubQueuePipelineOptions<typeof accessAnomalyDetected>["handle"]
  ofReport: QueuePipelineOptions<typeof breachReported>["handle"]
}

/** The handler of a queue with anomalies that the hub announced to itself, and reports of parties. */
export function openBreachCasePipeline(options: Options): LambdaHandler<BatchResponse> {
  const { contracts, ofAnomaly, ofReport, ...shared } = options
  const [reported, anomalyDetected] = contracts
  return splitQueuePipeline({
    ...shared,
    hub: handlingOfHub({ ...shared, contracts: [anomalyDetected], handle: ofAnomaly }),
    parties: handlingOfParties({ ...shared, contracts: [reported], handle: ofReport }),
  })
}

import type { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import type { breachAtHubStated } from "../../base/contracts/breach-at-hub-stated.ts"
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
  contracts: readonly [typeof breachReported, typeof accessAnomalyDetected, typeof breachAtHubStated]
  ofAnomaly: HubQueuePipelineOptions<typeof accessAnomalyDetected>["handle"]
  atHub: HubQueuePipelineOptions<typeof breachAtHubStated>["handle"]
  ofReport: QueuePipelineOptions<typeof breachReported>["handle"]
}

/** The handler of a queue with what the hub tells itself, anomalies and breaches of its own, and reports of parties. */
export function openBreachCasePipeline(options: Options): LambdaHandler<BatchResponse> {
  const { contracts, ofAnomaly, atHub, ofReport, ...shared } = options
  const [reported, ...ofHub] = contracts
  return splitQueuePipeline({
    ...shared,
    hub: handlingOfHub({
      ...shared,
      contracts: ofHub,
      handle: (event, body) => (event.detailType === "BreachAtHubStated" ? atHub(event, body) : ofAnomaly(event, body)),
    }),
    parties: handlingOfParties({ ...shared, contracts: [reported], handle: ofReport }),
  })
}

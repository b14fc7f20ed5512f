import * as z from "zod"
import type { accessAnomalyDetected } from "../../contracts/access-anomaly-detected.ts"
import type { breachReported } from "../../contracts/breach-reported.ts"
import { hubSource } from "../../contracts/envelope.ts"
import {
  type HubQueuePipelineOptions,
  hubQueuePipeline,
  type QueuePipelineOptions,
  queuePipeline,
} from "../../parties/intake/queue-pipeline.ts"
import type { BatchResponse, LambdaHandler } from "../../platform/lambda.ts"

type Options = Pick<
  QueuePipelineOptions<typeof breachReported>,
  "parties" | "hubAccount" | "publisher" | "telemetry"
> & {
  contracts: readonly [typeof breachReported, typeof accessAnomalyDetected]
  ofAnomaly: HubQueuePipelineOptions<typeof accessAnomalyDetected>["handle"]
  ofReport: QueuePipelineOptions<typeof breachReported>["handle"]
}

const batch = z.looseObject({ Records: z.array(z.looseObject({ body: z.string() })) })
const fromHub = z.looseObject({ source: z.literal(hubSource) })

/**
 * The handler of a queue that two rules fill: anomalies that the hub announced to itself, and reports of parties. The
 * source of a message decides which pipeline handles it. That pipeline checks the sender.
 */
export function openBreachCasePipeline(options: Options): LambdaHandler<BatchResponse> {
  const { contracts, ofAnomaly, ofReport, ...shared } = options
  const [reported, anomalyDetected] = contracts
  const hubsOwn = hubQueuePipeline({ ...shared, contracts: [anomalyDetected], handle: ofAnomaly })
  const parties = queuePipeline({ ...shared, contracts: [reported], handle: ofReport })
  return async (event, context) => {
    const { Records } = batch.parse(event)
    const isHubs = (body: string) => fromHub.safeParse(parsed(body)).success
    const answers: BatchResponse["batchItemFailures"] = []
    for (const [pipeline, records] of [
      [hubsOwn, Records.filter((record) => isHubs(record.body))],
      [parties, Records.filter((record) => !isHubs(record.body))],
    ] as const) {
      if (records.length > 0) answers.push(...(await pipeline({ Records: records }, context)).batchItemFailures)
    }
    return { batchItemFailures: answers }
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

import { alertDrillRequested, drillAcknowledged } from "../../base/contracts/alert-drills.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import type { DrillMail } from "../channels/mail.ts"
import { handlingOfHub, handlingOfParties, type QueuePipelineOptions } from "../reception/queue-pipeline.ts"
import { splitQueuePipeline } from "../reception/split-queue-pipeline.ts"
import type { Drills } from "./drill.ts"
import { makeAcknowledgeDrill, makeStartDrill } from "./run-drills.ts"

type Reception = Pick<
  QueuePipelineOptions<typeof drillAcknowledged>,
  "parties" | "hubAccount" | "publisher" | "deadLetters" | "telemetry" | "surroundings"
>

/** The handler of a queue with drills that an operator asked for, and acknowledgements of parties. */
export function runDrillsPipeline(
  options: Reception & { drills: Drills; mail: DrillMail; clock: Clock },
): LambdaHandler<BatchResponse> {
  return splitQueuePipeline({
    ...options,
    hub: handlingOfHub({ ...options, contracts: [alertDrillRequested], handle: makeStartDrill(options) }),
    parties: handlingOfParties({ ...options, contracts: [drillAcknowledged], handle: makeAcknowledgeDrill(options) }),
  })
}

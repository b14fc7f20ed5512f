import { deployedIntake } from "../../shared/parties/intake/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { deployedTracking } from "../../shared/tracking/deployed-tracking.ts"
import { makeRecordProgress } from "../../shared/tracking/record-progress.ts"
import { deployment } from "./deployment.ts"

const intake = deployedIntake()

export const handler = queuePipeline({
  ...intake,
  contracts: deployment.consumes,
  concurrency: 10,
  handle: makeRecordProgress({ ...(await deployedTracking()), parties: intake.parties }),
})

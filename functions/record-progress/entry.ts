import { deployedTracking } from "../../shared/intake/tracking/deployed-tracking.ts"
import { makeRecordProgress } from "../../shared/intake/tracking/record-progress.ts"
import { deployedIntake } from "../../shared/parties/reception/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { deployment } from "./deployment.ts"

const intake = deployedIntake()

export const handler = queuePipeline({
  ...intake,
  contracts: deployment.consumes,
  concurrency: 10,
  handle: makeRecordProgress({ ...(await deployedTracking()), parties: intake.parties }),
})

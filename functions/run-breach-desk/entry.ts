import { makeRunBreachDesk } from "../../shared/desk/actions/run-breach-desk.ts"
import { deployedActionDesk } from "../../shared/desk/deployed-desk.ts"
import { deployedCurrentIntake } from "../../shared/parties/reception/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { deployment } from "./deployment.ts"

const intake = await deployedCurrentIntake()

export const handler = queuePipeline({
  ...intake,
  contracts: deployment.consumes,
  handle: makeRunBreachDesk(await deployedActionDesk(intake.parties)),
})

import { deployedErasing } from "../../shared/desk/erasing/deployed-erasing.ts"
import { makeEraseShipment } from "../../shared/intake/erasures/erase-shipment.ts"
import { deployedIntake } from "../../shared/parties/reception/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { deployment } from "./deployment.ts"

const intake = deployedIntake()

export const handler = queuePipeline({
  ...intake,
  contracts: deployment.consumes,
  handle: makeEraseShipment(await deployedErasing(intake.parties)),
})

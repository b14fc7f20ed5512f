import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedErasures, deployedTracking } from "../../shared/intake/tracking/deployed-tracking.ts"
import { makeRecordShipment } from "../../shared/intake/tracking/record-shipment.ts"
import { deployedCurrentIntake } from "../../shared/parties/reception/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { dynamoSequenceHeads } from "../../shared/watch/detection/retailers/dynamo-sequence-heads.ts"
import { deployment } from "./deployment.ts"

const intake = await deployedCurrentIntake()

export const handler = queuePipeline({
  ...intake,
  contracts: deployment.consumes,
  concurrency: 10,
  handle: makeRecordShipment({
    ...(await deployedTracking()),
    profiles: dynamoSequenceHeads(deployedTable("RetailerProfiles")),
    erasures: deployedErasures(),
    parties: intake.parties,
    telemetry: intake.telemetry,
  }),
})

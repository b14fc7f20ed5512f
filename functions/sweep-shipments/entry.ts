import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedErasing } from "../../shared/desk/erasing/deployed-erasing.ts"
import { sweepErasures } from "../../shared/intake/erasures/erase-shipment.ts"
import { sweepShipments } from "../../shared/intake/erasures/sweep-shipments.ts"
import { confirmClaims } from "../../shared/intake/tracking/confirm-claims.ts"
import { dynamoTrackingRows } from "../../shared/intake/tracking/dynamo-tracking-records.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"

const telemetry = deployedTelemetry()
const erasing = await deployedErasing(deployedParties())
const rows = dynamoTrackingRows(deployedTable("TrackingRecords"))

export const handler = lambdaHandler(telemetry, async () => {
  const done = await sweepShipments({
    confirmClaims: () => confirmClaims({ rows, clock: systemClock }),
    sweepErasures: () => sweepErasures(erasing),
  })
  telemetry.count("ClaimConfirmed", done.confirmed)
  telemetry.count("ErasureSwept", done.swept)
  return done
})

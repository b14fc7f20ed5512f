import { deployedErasing } from "../../shared/erasures/deployed-erasing.ts"
import { sweepErasures } from "../../shared/erasures/erase-shipment.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"
import { confirmClaims } from "../../shared/tracking/confirm-claims.ts"
import { dynamoTrackingRows } from "../../shared/tracking/dynamo-tracking-records.ts"

const telemetry = deployedTelemetry()
const erasing = await deployedErasing(deployedParties())
const rows = dynamoTrackingRows(deployedTable("TrackingRecords"))

/** What fails of one leaves the other undisturbed, and fails the run in the end. */
export const handler = lambdaHandler(telemetry, async () => {
  const [confirming, sweeping] = [confirmClaims({ rows, clock: systemClock }), sweepErasures(erasing)]
  await Promise.allSettled([confirming, sweeping])
  const [confirmed, swept] = [await confirming, await sweeping]
  telemetry.count("ClaimConfirmed", confirmed)
  telemetry.count("ErasureSwept", swept)
  return { confirmed, swept }
})

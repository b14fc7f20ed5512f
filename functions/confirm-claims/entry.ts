import { systemClock } from "../../shared/platform/clock.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"
import { confirmClaims } from "../../shared/tracking/confirm-claims.ts"
import { dynamoTrackingRows } from "../../shared/tracking/dynamo-tracking-records.ts"

const telemetry = deployedTelemetry()
const rows = dynamoTrackingRows(deployedTable("TrackingRecords"))

export const handler = lambdaHandler(telemetry, async () => {
  const confirmed = await confirmClaims({ rows, clock: systemClock })
  telemetry.count("ClaimConfirmed", confirmed)
  return { confirmed }
})

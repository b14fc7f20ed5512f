import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { streamBatchPipeline } from "../../shared/base/platform/stream-pipeline.ts"
import { deployedGrowthDesk } from "../../shared/desk/deployed-desk.ts"
import { claimsOf, makeClaimExposures } from "../../shared/desk/exposures/claim-exposures.ts"
import { trackingRow } from "../../shared/intake/tracking/tracking-record.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { dynamoDisclosures } from "../../shared/watch/lookups/ledger/dynamo-disclosures.ts"

const desk = await deployedGrowthDesk(await deployedCurrentParties())

export const handler = streamBatchPipeline({
  rowSchema: trackingRow,
  itemsOf: claimsOf,
  handleAll: makeClaimExposures({ ...desk, disclosures: dynamoDisclosures(deployedTable("Disclosures")) }),
  telemetry: deployedTelemetry(),
})

import { deployedGrowthDesk } from "../../shared/breach-desk/deployed-desk.ts"
import { claimsOf, makeClaimExposures } from "../../shared/breach-desk/exposures/claim-exposures.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { streamBatchPipeline } from "../../shared/platform/stream-pipeline.ts"
import { trackingRow } from "../../shared/tracking/tracking-record.ts"

const desk = await deployedGrowthDesk(await deployedCurrentParties())

export const handler = streamBatchPipeline({
  rowSchema: trackingRow,
  itemsOf: claimsOf,
  handleAll: makeClaimExposures({ ...desk, disclosures: dynamoDisclosures(deployedTable("Disclosures")) }),
  telemetry: deployedTelemetry(),
})

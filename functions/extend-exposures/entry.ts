import { deployedGrowthDesk } from "../../shared/breach-desk/deployed-desk.ts"
import { makeExtendExposures } from "../../shared/breach-desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../shared/breach-desk/exposures/extend-exposures-pipeline.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"

export const handler = extendExposuresPipeline({
  extend: makeExtendExposures(await deployedGrowthDesk(await deployedCurrentParties())),
  disclosures: dynamoDisclosures(deployedTable("Disclosures")),
  telemetry: deployedTelemetry(),
})

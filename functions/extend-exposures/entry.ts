import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { deployedGrowthDesk } from "../../shared/desk/deployed-desk.ts"
import { makeExtendExposures } from "../../shared/desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../shared/desk/exposures/extend-exposures-pipeline.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { dynamoDisclosures } from "../../shared/watch/lookups/ledger/dynamo-disclosures.ts"

export const handler = extendExposuresPipeline({
  extend: makeExtendExposures(await deployedGrowthDesk(await deployedCurrentParties())),
  disclosures: dynamoDisclosures(deployedTable("Disclosures")),
  telemetry: deployedTelemetry(),
})

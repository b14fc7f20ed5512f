import { isLeftOut } from "../../shared/base/platform/deployed-resources.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { deployedGrowthDesk } from "../../shared/desk/deployed-desk.ts"
import { makeExtendExposures } from "../../shared/desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../shared/desk/exposures/extend-exposures-pipeline.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { dynamoDisclosures } from "../../shared/watch/lookups/ledger/dynamo-disclosures.ts"

/** Without the desk there is no case to extend, and the ledger is restored all the same. */
const extend = isLeftOut("desk")
  ? async () => "noCases"
  : makeExtendExposures(await deployedGrowthDesk(await deployedCurrentParties()))

export const handler = extendExposuresPipeline({
  extend,
  disclosures: dynamoDisclosures(deployedTable("Disclosures")),
  telemetry: deployedTelemetry(),
})

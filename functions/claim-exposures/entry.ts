import { deployedDesk, deskSettings } from "../../shared/breach-desk/deployed-desk.ts"
import { makeClaimExposures } from "../../shared/breach-desk/exposures/claim-exposures.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"
import { trackingRow } from "../../shared/tracking/tracking-record.ts"

const settings = readEnvironment(functionSettings.extend(deskSettings))
const desk = await deployedDesk(settings, { parties: readParties(), laws: lawCatalogue })

export const handler = streamPipeline({
  rowSchema: trackingRow,
  select: (row) => row["kind"] === "shipment",
  handle: makeClaimExposures(desk),
  telemetry: powertoolsTelemetry(settings),
})

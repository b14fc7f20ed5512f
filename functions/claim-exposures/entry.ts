import { trackingRow } from "../../shared/domain/tracking-record.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { deployedDesk, deskSettings } from "../../shared/storage/breach-cases-deployed.ts"
import { makeClaimExposures } from "./claim-exposures.ts"

const settings = readEnvironment(functionSettings.extend(deskSettings))
const desk = await deployedDesk(settings, { parties: readParties(), laws: lawCatalogue })

export const handler = streamPipeline({
  rowSchema: trackingRow,
  select: (row) => row["kind"] === "shipment",
  handle: makeClaimExposures(desk),
  telemetry: powertoolsTelemetry(settings),
})

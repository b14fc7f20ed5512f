import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { deployedDesk, deskSettings } from "../../shared/storage/breach-cases-deployed.ts"
import { makeExtendExposures } from "./extend-exposures.ts"
import { extendExposuresPipeline } from "./extend-exposures-pipeline.ts"

const settings = readEnvironment(functionSettings.extend(deskSettings))
const desk = await deployedDesk(settings, { parties: readParties(), laws: lawCatalogue })

export const handler = extendExposuresPipeline({
  extend: makeExtendExposures(desk),
  telemetry: powertoolsTelemetry(settings),
})

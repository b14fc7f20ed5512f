import { deployedDesk, deskSettings } from "../../shared/breach-desk/deployed-desk.ts"
import { makeExtendExposures } from "../../shared/breach-desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../shared/breach-desk/exposures/extend-exposures-pipeline.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"

const settings = readEnvironment(functionSettings.extend(deskSettings))
const desk = await deployedDesk(settings, { parties: readParties(), laws: lawCatalogue })

export const handler = extendExposuresPipeline({
  extend: makeExtendExposures(desk),
  telemetry: powertoolsTelemetry(settings),
})

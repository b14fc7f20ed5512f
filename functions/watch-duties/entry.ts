import { deployedDesk, deskSettings } from "../../shared/breach-desk/deployed-desk.ts"
import { makeWatchDuties } from "../../shared/breach-desk/watch-duties.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"

const settings = readEnvironment(functionSettings.extend(deskSettings))
const telemetry = powertoolsTelemetry(settings)
const watchDuties = makeWatchDuties(await deployedDesk(settings, { parties: readParties(), laws: lawCatalogue }))

export const handler = lambdaHandler(telemetry, async () => {
  const changed = await watchDuties()
  telemetry.info("Cases watched", { count: changed })
  telemetry.count("CaseChangedByTime", changed)
  return { changed }
})

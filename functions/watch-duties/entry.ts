import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { lambdaHandler } from "../../shared/runtime/lambda.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { deployedDesk, deskSettings } from "../../shared/storage/breach-cases-deployed.ts"
import { makeWatchDuties } from "./watch-duties.ts"

const settings = readEnvironment(functionSettings.extend(deskSettings))
const telemetry = powertoolsTelemetry(settings)
const watchDuties = makeWatchDuties(await deployedDesk(settings, { parties: readParties(), laws: lawCatalogue }))

export const handler = lambdaHandler(telemetry, async () => {
  const changed = await watchDuties()
  telemetry.info("Cases watched", { count: changed })
  telemetry.count("CaseChangedByTime", changed)
  return { changed }
})

import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedReportDesk } from "../../shared/desk/deployed-desk.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"

const telemetry = deployedTelemetry()
const watchDuties = makeWatchDuties(await deployedReportDesk(await deployedCurrentParties()))

export const handler = lambdaHandler(telemetry, async () => {
  const changed = await watchDuties()
  telemetry.info("Cases watched", { count: changed })
  telemetry.count("CaseChangedByTime", changed)
  return { changed }
})

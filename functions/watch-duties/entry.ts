import { deployedReportDesk } from "../../shared/breach-desk/deployed-desk.ts"
import { makeWatchDuties } from "../../shared/breach-desk/watch-duties.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"

const telemetry = deployedTelemetry()
const watchDuties = makeWatchDuties(await deployedReportDesk(await deployedCurrentParties()))

export const handler = lambdaHandler(telemetry, async () => {
  const changed = await watchDuties()
  telemetry.info("Cases watched", { count: changed })
  telemetry.count("CaseChangedByTime", changed)
  return { changed }
})

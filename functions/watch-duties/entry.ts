import { deployedReportDesk } from "../../shared/breach-desk/deployed-desk.ts"
import { makeWatchDuties } from "../../shared/breach-desk/watch-duties.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"

const telemetry = deployedTelemetry()
const watchDuties = makeWatchDuties(await deployedReportDesk(readParties()))

export const handler = lambdaHandler(telemetry, async () => {
  const changed = await watchDuties()
  telemetry.info("Cases watched", { count: changed })
  telemetry.count("CaseChangedByTime", changed)
  return { changed }
})

import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedReportDesk } from "../../shared/desk/deployed-desk.ts"
import { mergerOver } from "../../shared/desk/merging/merge-cases.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"

const telemetry = deployedTelemetry()
const desk = await deployedReportDesk(await deployedCurrentParties())
const watchDuties = makeWatchDuties({ ...desk, merge: mergerOver(desk) })

export const handler = lambdaHandler(telemetry, async () => {
  const changed = await watchDuties()
  telemetry.info("Cases watched", { count: changed })
  telemetry.count("CaseChangedByTime", changed)
  return { changed }
})

import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedDrillMail } from "../../shared/parties/channels/deployed-mail.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { dynamoReportStreams } from "../../shared/watch/lookups/reporting/dynamo-report-streams.ts"
import { makeTellReporting } from "../../shared/watch/lookups/reporting/tell-reporting.ts"
import { makeWatchReporting } from "../../shared/watch/lookups/reporting/watch-reporting.ts"

const telemetry = deployedTelemetry()
const parties = await deployedCurrentParties()
const watchReporting = makeWatchReporting({
  streams: dynamoReportStreams(deployedTable("ReportStreams")),
  parties,
  tell: makeTellReporting({ publisher: deployedPublisher(), mail: deployedDrillMail(parties), parties }),
  clock: systemClock,
  telemetry,
})

export const handler = lambdaHandler(telemetry, async () => ({ watched: await watchReporting() }))

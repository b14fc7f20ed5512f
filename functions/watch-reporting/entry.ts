import { dynamoReportStreams } from "../../shared/lookups/reporting/dynamo-report-streams.ts"
import { makeTellReporting } from "../../shared/lookups/reporting/tell-reporting.ts"
import { makeWatchReporting } from "../../shared/lookups/reporting/watch-reporting.ts"
import { deployedDrillMail } from "../../shared/parties/channels/deployed-mail.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"

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

import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { deployedDesk, deskSettings } from "../../shared/breach-desk/deployed-desk.ts"
import { makeOpenCaseOfAnomaly, makeOpenCaseOfReport } from "../../shared/breach-desk/opening/open-breach-case.ts"
import { openBreachCasePipeline } from "../../shared/breach-desk/opening/open-breach-case-pipeline.ts"
import { dynamoAnomalies } from "../../shared/detection/anomalies/dynamo-anomalies.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"

const settings = readEnvironment(
  functionSettings.extend({ ...deskSettings, ANOMALIES_TABLE: z.string(), EXCHANGE_BUS: z.string() }),
)
const parties = readParties()
const desk = await deployedDesk(settings, { parties, laws: lawCatalogue })
const anomalies = dynamoAnomalies({ client: dynamoClient(), tableName: settings.ANOMALIES_TABLE })

export const handler = openBreachCasePipeline({
  parties,
  hubAccount: settings.HUB_ACCOUNT,
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
  telemetry: powertoolsTelemetry(settings),
  ofAnomaly: makeOpenCaseOfAnomaly({ ...desk, anomalies }),
  ofReport: makeOpenCaseOfReport(desk),
})

import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { dynamoAnomalies } from "../../shared/storage/anomalies.ts"
import { deployedDesk, deskSettings } from "../../shared/storage/breach-cases-deployed.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeOpenCaseOfAnomaly, makeOpenCaseOfReport } from "./open-breach-case.ts"
import { openBreachCasePipeline } from "./open-breach-case-pipeline.ts"

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

import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { SNSClient } from "@aws-sdk/client-sns"
import * as z from "zod"
import { makeAlertParties } from "../../shared/breach-desk/alerts/send-alerts.ts"
import { breachCaseItemSchema } from "../../shared/breach-desk/cases/case-rows.ts"
import { dynamoBreachCases } from "../../shared/breach-desk/cases/dynamo-breach-cases.ts"
import { snsAlertMail } from "../../shared/parties/channels/deployed-mail.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"

const settings = readEnvironment(
  functionSettings.extend({
    BREACH_CASES_TABLE: z.string(),
    EXCHANGE_BUS: z.string(),
    ALERT_TOPIC_PREFIX: z.string().startsWith("arn:"),
  }),
)
const topics = Object.fromEntries(readParties().all.map(({ id }) => [id, `${settings.ALERT_TOPIC_PREFIX}${id}`]))
const alertParties = makeAlertParties({
  cases: dynamoBreachCases({ client: dynamoClient(), tableName: settings.BREACH_CASES_TABLE }),
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
  mail: snsAlertMail({ client: new SNSClient({}), topics }),
  clock: systemClock,
})

export const handler = streamPipeline({
  rowSchema: breachCaseItemSchema,
  select: (row) => row["type"] === "timeline",
  handle: ({ eventName, after }) =>
    eventName === "INSERT" && after !== undefined ? alertParties({ after }) : Promise.resolve("nothing"),
  telemetry: powertoolsTelemetry(settings),
})

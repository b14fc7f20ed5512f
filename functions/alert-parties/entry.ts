import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { SNSClient } from "@aws-sdk/client-sns"
import * as z from "zod"
import { breachCaseItemSchema } from "../../shared/domain/breach-case.ts"
import { snsAlertMail } from "../../shared/messaging/alert-mail.ts"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { dynamoBreachCases } from "../../shared/storage/breach-cases.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeAlertParties } from "./alert-parties.ts"

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

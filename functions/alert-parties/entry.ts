import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { SNSClient } from "@aws-sdk/client-sns"
import * as z from "zod"
import { breachCaseItemSchema } from "../../shared/domain/breach-case.ts"
import { snsAlertMail } from "../../shared/messaging/alert-mail.ts"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { dynamoBreachCases } from "../../shared/storage/breach-cases.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeAlertParties } from "./alert-parties.ts"

const topics = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: "custom", message: "it is not JSON" })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string(), z.string()))

const settings = readEnvironment(
  functionSettings.extend({ BREACH_CASES_TABLE: z.string(), EXCHANGE_BUS: z.string(), ALERT_TOPICS: topics }),
)
const alertParties = makeAlertParties({
  cases: dynamoBreachCases({ client: dynamoClient(), tableName: settings.BREACH_CASES_TABLE }),
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
  mail: snsAlertMail({ client: new SNSClient({}), topics: settings.ALERT_TOPICS }),
  clock: systemClock,
})

export const handler = streamPipeline({
  rowSchema: breachCaseItemSchema,
  select: (row) => row["type"] === "timeline",
  handle: ({ eventName, after }) =>
    eventName === "INSERT" && after !== undefined ? alertParties({ after }) : Promise.resolve("nothing"),
  telemetry: powertoolsTelemetry(settings),
})

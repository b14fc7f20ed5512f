import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { rejectionPipeline } from "../../shared/runtime/rejection-pipeline.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { explainRejection } from "./explain-rejection.ts"

const settings = readEnvironment(functionSettings.extend({ EXCHANGE_BUS: z.string().min(1) }))

export const handler = rejectionPipeline({
  parties: readParties(),
  hubAccount: settings.HUB_ACCOUNT,
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
  telemetry: powertoolsTelemetry(settings),
  explain: explainRejection,
})

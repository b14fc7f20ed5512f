import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { explainRejection } from "../../shared/parties/intake/explain-rejection.ts"
import { rejectionPipeline } from "../../shared/parties/intake/rejection-pipeline.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"

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

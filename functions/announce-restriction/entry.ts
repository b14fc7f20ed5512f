import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { makeAnnounceRestriction } from "../../shared/breach-desk/alerts/announce-restriction.ts"
import { restrictionRow } from "../../shared/detection/restrictions/restriction.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"

const settings = readEnvironment(functionSettings.extend({ EXCHANGE_BUS: z.string() }))

export const handler = streamPipeline({
  rowSchema: restrictionRow,
  telemetry: powertoolsTelemetry(settings),
  handle: makeAnnounceRestriction({
    publisher: eventBridgePublisher({
      putEvents: putEventsWith(new EventBridgeClient({})),
      busName: settings.EXCHANGE_BUS,
    }),
    parties: readParties(),
  }),
})

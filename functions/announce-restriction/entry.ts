import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { restrictionRow } from "../../shared/storage/restrictions.ts"
import { makeAnnounceRestriction } from "./announce-restriction.ts"

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

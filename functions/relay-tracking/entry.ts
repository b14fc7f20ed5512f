import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { KMSClient } from "@aws-sdk/client-kms"
import * as z from "zod"
import { trackingRow } from "../../shared/domain/tracking-record.ts"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { kmsSealer } from "../../shared/storage/sealing.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeRelayTracking } from "./relay-tracking.ts"

const settings = readEnvironment(
  functionSettings.extend({
    SEALING_KEYS_TABLE: z.string(),
    SEALING_KEY_ID: z.string(),
    EXCHANGE_BUS: z.string(),
  }),
)

export const handler = streamPipeline({
  rowSchema: trackingRow,
  telemetry: powertoolsTelemetry(settings),
  handle: makeRelayTracking({
    publisher: eventBridgePublisher({
      putEvents: putEventsWith(new EventBridgeClient({})),
      busName: settings.EXCHANGE_BUS,
    }),
    parties: readParties(),
    sealer: kmsSealer({
      client: dynamoClient(),
      tableName: settings.SEALING_KEYS_TABLE,
      kms: new KMSClient({}),
      keyId: settings.SEALING_KEY_ID,
      now: systemClock,
    }),
  }),
})

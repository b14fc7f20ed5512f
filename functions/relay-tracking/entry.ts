import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { KMSClient } from "@aws-sdk/client-kms"
import * as z from "zod"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { kmsSealer } from "../../shared/platform/deployed-sealing.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"
import { makeRelayTracking } from "../../shared/tracking/relay-tracking.ts"
import { trackingRow } from "../../shared/tracking/tracking-record.ts"

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

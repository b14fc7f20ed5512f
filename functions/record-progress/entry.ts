import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { KMSClient } from "@aws-sdk/client-kms"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { queuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { kmsSealer } from "../../shared/platform/deployed-sealing.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { dynamoTrackingRecords } from "../../shared/tracking/dynamo-tracking-records.ts"
import { loadKeyedHash } from "../../shared/tracking/load-keyed-hash.ts"
import { makeRecordProgress } from "../../shared/tracking/record-progress.ts"

const settings = readEnvironment(
  functionSettings.extend({
    TRACKING_RECORDS_TABLE: z.string(),
    SEALING_KEYS_TABLE: z.string(),
    SEALING_KEY_ID: z.string(),
    KEYED_HASH_SECRET: z.string(),
    EXCHANGE_BUS: z.string(),
  }),
)
const telemetry = powertoolsTelemetry(settings)
const client = dynamoClient()
const now = systemClock
const hashes = await loadKeyedHash({
  client: new SecretsManagerClient({}),
  secretName: settings.KEYED_HASH_SECRET,
  now,
})
const sealer = kmsSealer({
  client,
  tableName: settings.SEALING_KEYS_TABLE,
  kms: new KMSClient({}),
  keyId: settings.SEALING_KEY_ID,
  now,
})

export const handler = queuePipeline({
  contracts: [shipmentProgressed, shipmentDelivered],
  parties: readParties(),
  hubAccount: settings.HUB_ACCOUNT,
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
  telemetry,
  concurrency: 5,
  handle: makeRecordProgress({
    records: dynamoTrackingRecords({ client, tableName: settings.TRACKING_RECORDS_TABLE, hashes, sealer, now }),
  }),
})

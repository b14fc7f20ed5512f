import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { KMSClient } from "@aws-sdk/client-kms"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { queuePipeline } from "../../shared/runtime/queue-pipeline.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { loadKeyedHash } from "../../shared/storage/keyed-hash.ts"
import { kmsSealer } from "../../shared/storage/sealing.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { dynamoTrackingRecords } from "../../shared/storage/tracking-records.ts"
import { makeRecordProgress } from "./record-progress.ts"

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

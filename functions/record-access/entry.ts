import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import { loadCanaries } from "../../shared/access/canaries.ts"
import { heavyReaders } from "../../shared/access/heavy-readers.ts"
import { accessObserver } from "../../shared/access/observe-access.ts"
import { dynamoRecordFinder } from "../../shared/access/record-finder.ts"
import { retailerKnowledge } from "../../shared/access/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/access/volume-counter.ts"
import { trackingAccessed } from "../../shared/contracts/tracking-accessed.ts"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { queuePipeline } from "../../shared/runtime/queue-pipeline.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { dynamoAccessProfiles } from "../../shared/storage/access-profiles.ts"
import { dynamoAnomalies } from "../../shared/storage/anomalies.ts"
import { dynamoDisclosures } from "../../shared/storage/disclosures.ts"
import { loadKeyedHash } from "../../shared/storage/keyed-hash.ts"
import { dynamoRestrictions } from "../../shared/storage/restrictions.ts"
import { dynamoRetailerProfiles } from "../../shared/storage/retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../shared/storage/retailer-volumes.ts"
import { dynamoClient, dynamoClientOfOneAttempt } from "../../shared/storage/table.ts"
import { makeRecordAccess } from "./record-access.ts"

const settings = readEnvironment(
  functionSettings.extend({
    TRACKING_RECORDS_TABLE: z.string(),
    ACCESS_PROFILES_TABLE: z.string(),
    DISCLOSURES_TABLE: z.string(),
    ANOMALIES_TABLE: z.string(),
    RESTRICTIONS_TABLE: z.string(),
    RETAILER_PROFILES_TABLE: z.string(),
    RETAILER_VOLUMES_TABLE: z.string(),
    KEYED_HASH_SECRET: z.string(),
    CANARIES_SECRET: z.string(),
    EXCHANGE_BUS: z.string(),
  }),
)
const telemetry = powertoolsTelemetry(settings)
const parties = readParties()
const clock = systemClock
const client = dynamoClient()
const secrets = new SecretsManagerClient({})
const keyedHash = await loadKeyedHash({ client: secrets, secretName: settings.KEYED_HASH_SECRET, now: clock })
const restrictions = dynamoRestrictions({ client, tableName: settings.RESTRICTIONS_TABLE })
const volumes = volumeCounter({
  volumes: dynamoRetailerVolumes({ client: dynamoClientOfOneAttempt(), tableName: settings.RETAILER_VOLUMES_TABLE }),
  clock,
  onLost: (contacts) => telemetry.count("VolumeLost", contacts),
})

export const handler = queuePipeline({
  contracts: [trackingAccessed],
  parties,
  hubAccount: settings.HUB_ACCOUNT,
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
  telemetry,
  // Messages one after the other: within a report, and mostly across reports, contacts are scored in the order they were made.
  concurrency: 1,
  afterBatch: volumes.writeAll,
  handle: makeRecordAccess({
    parties,
    records: dynamoRecordFinder({
      client,
      tableName: settings.TRACKING_RECORDS_TABLE,
      hashes: keyedHash,
      now: clock,
    }),
    keyedHash,
    canaries: await loadCanaries({ client: secrets, secretName: settings.CANARIES_SECRET, parties, keyedHash }),
    heavyReaders: heavyReaders(parties.all),
    observer: accessObserver({
      profiles: dynamoAccessProfiles({
        client,
        tableName: settings.ACCESS_PROFILES_TABLE,
        onUpdate: () => telemetry.count("ProfileUpdated"),
      }),
      anomalies: dynamoAnomalies({ client, tableName: settings.ANOMALIES_TABLE }),
      restrictions,
      retailers: retailerKnowledge({
        parties,
        retailerProfiles: dynamoRetailerProfiles({ client, tableName: settings.RETAILER_PROFILES_TABLE }),
        clock,
      }),
      keyedHash,
      clock,
    }),
    disclosures: dynamoDisclosures({ client, tableName: settings.DISCLOSURES_TABLE }),
    restrictions,
    volumes,
  }),
})

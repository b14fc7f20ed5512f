import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import { trackingAccessed } from "../../shared/contracts/tracking-accessed.ts"
import { dynamoAnomalies } from "../../shared/detection/anomalies/dynamo-anomalies.ts"
import { dynamoAccessProfiles } from "../../shared/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { dynamoRetailerProfiles } from "../../shared/detection/retailers/dynamo-retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../shared/detection/retailers/dynamo-retailer-volumes.ts"
import { retailerKnowledge } from "../../shared/detection/retailers/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/detection/retailers/volume-counter.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { loadCanaries } from "../../shared/lookups/references/load-canaries.ts"
import { heavyReaders } from "../../shared/lookups/visitor/heavy-readers.ts"
import { accessObserver } from "../../shared/lookups/watch/observe-access.ts"
import { makeRecordAccess } from "../../shared/lookups/watch/record-access.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { queuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient, dynamoClientOfOneAttempt } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { dynamoRecordFinder } from "../../shared/tracking/dynamo-record-finder.ts"
import { loadKeyedHash } from "../../shared/tracking/load-keyed-hash.ts"

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

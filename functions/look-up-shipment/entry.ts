import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import { dynamoAnomalies } from "../../shared/detection/anomalies/dynamo-anomalies.ts"
import { dynamoAccessProfiles } from "../../shared/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { dynamoRetailerProfiles } from "../../shared/detection/retailers/dynamo-retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../shared/detection/retailers/dynamo-retailer-volumes.ts"
import { retailerKnowledge } from "../../shared/detection/retailers/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/detection/retailers/volume-counter.ts"
import { dynamoChallengeFailures } from "../../shared/lookups/guesses/dynamo-challenge-failures.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { makeLookUpShipment } from "../../shared/lookups/look-up-shipment.ts"
import { lookUpShipmentRoutes } from "../../shared/lookups/look-up-shipment-route.ts"
import { loadCanaries } from "../../shared/lookups/references/load-canaries.ts"
import { heavyReaders } from "../../shared/lookups/visitor/heavy-readers.ts"
import { accessObserver } from "../../shared/lookups/watch/observe-access.ts"
import { apiAudience, partyAuthenticator } from "../../shared/parties/authenticate-party.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient, dynamoClientOfOneAttempt } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { randomId } from "../../shared/platform/random-id.ts"
import { dynamoRecordFinder } from "../../shared/tracking/dynamo-record-finder.ts"
import { loadKeyedHash } from "../../shared/tracking/load-keyed-hash.ts"

const settings = readEnvironment(
  functionSettings.extend({
    TRACKING_RECORDS_TABLE: z.string(),
    ACCESS_PROFILES_TABLE: z.string(),
    DISCLOSURES_TABLE: z.string(),
    ANOMALIES_TABLE: z.string(),
    RESTRICTIONS_TABLE: z.string(),
    CHALLENGE_FAILURES_TABLE: z.string(),
    RETAILER_PROFILES_TABLE: z.string(),
    RETAILER_VOLUMES_TABLE: z.string(),
    KEYED_HASH_SECRET: z.string(),
    CANARIES_SECRET: z.string(),
    LOOKUP_FLOOR_MILLISECONDS: z.coerce.number().int().min(1).max(5_000).default(250),
  }),
)
const telemetry = powertoolsTelemetry(settings)
const parties = readParties()
const clock = systemClock
const client = dynamoClient()
const secrets = new SecretsManagerClient({})
const keyedHash = await loadKeyedHash({ client: secrets, secretName: settings.KEYED_HASH_SECRET, now: clock })
const restrictions = dynamoRestrictions({ client, tableName: settings.RESTRICTIONS_TABLE })
const profiles = dynamoAccessProfiles({
  client,
  tableName: settings.ACCESS_PROFILES_TABLE,
  onUpdate: () => telemetry.count("ProfileUpdated"),
})

const lookUpShipment = makeLookUpShipment({
  parties,
  records: dynamoRecordFinder({ client, tableName: settings.TRACKING_RECORDS_TABLE, hashes: keyedHash, now: clock }),
  keyedHash,
  canaries: await loadCanaries({ client: secrets, secretName: settings.CANARIES_SECRET, parties, keyedHash }),
  heavyReaders: heavyReaders(parties.all),
  observer: accessObserver({
    profiles,
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
  profiles,
  disclosures: dynamoDisclosures({ client, tableName: settings.DISCLOSURES_TABLE }),
  restrictions,
  challengeFailures: dynamoChallengeFailures({ client, tableName: settings.CHALLENGE_FAILURES_TABLE }),
  volumes: volumeCounter({
    volumes: dynamoRetailerVolumes({ client: dynamoClientOfOneAttempt(), tableName: settings.RETAILER_VOLUMES_TABLE }),
    clock,
    onLost: (contacts) => telemetry.count("VolumeLost", contacts),
  }),
  clock,
  randomId,
  holdUntil: (instant) => new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - clock().getTime()))),
  floorMilliseconds: settings.LOOKUP_FLOOR_MILLISECONDS,
})

export const handler = httpPipeline({
  routes: lookUpShipmentRoutes(lookUpShipment),
  authenticate: partyAuthenticator({ parties, audience: apiAudience(settings.STAGE), clock }),
  telemetry,
  clock,
})

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import { loadCanaries } from "../../shared/access/canaries.ts"
import { heavyReaders } from "../../shared/access/heavy-readers.ts"
import { accessObserver } from "../../shared/access/observe-access.ts"
import { dynamoRecordFinder } from "../../shared/access/record-finder.ts"
import { retailerKnowledge } from "../../shared/access/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/access/volume-counter.ts"
import { apiAudience, partyAuthenticator } from "../../shared/runtime/authenticate-party.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { httpPipeline } from "../../shared/runtime/http-pipeline.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { randomId } from "../../shared/runtime/random-id.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { dynamoAccessProfiles } from "../../shared/storage/access-profiles.ts"
import { dynamoAnomalies } from "../../shared/storage/anomalies.ts"
import { dynamoChallengeFailures } from "../../shared/storage/challenge-failures.ts"
import { dynamoDisclosures } from "../../shared/storage/disclosures.ts"
import { loadKeyedHash } from "../../shared/storage/keyed-hash.ts"
import { dynamoRestrictions } from "../../shared/storage/restrictions.ts"
import { dynamoRetailerProfiles } from "../../shared/storage/retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../shared/storage/retailer-volumes.ts"
import { dynamoClient, dynamoClientOfOneAttempt } from "../../shared/storage/table.ts"
import { makeLookUpShipment } from "./look-up-shipment.ts"
import { lookUpShipmentRoutes } from "./routes.ts"

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

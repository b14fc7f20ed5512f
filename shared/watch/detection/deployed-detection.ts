import { systemClock } from "../../base/platform/clock.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { dynamoClientOfOneAttempt } from "../../base/platform/dynamo-table.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { dynamoAnomalies } from "./anomalies/dynamo-anomalies.ts"
import { dynamoAccessProfileSamples, dynamoAccessProfiles } from "./profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "./restrictions/dynamo-restrictions.ts"
import { dynamoRetailerProfiles } from "./retailers/dynamo-retailer-profiles.ts"
import { dynamoRetailerVolumes } from "./retailers/dynamo-retailer-volumes.ts"
import { retailerKnowledge } from "./retailers/retailer-knowledge.ts"
import { volumeCounter } from "./retailers/volume-counter.ts"

/** The stores of the detector, and what it knows of each retailer. */
export function deployedDetection(given: { parties: PartyDirectory; telemetry: Telemetry }) {
  const { parties, telemetry } = given
  return {
    profiles: dynamoAccessProfiles({
      ...deployedTable("AccessProfiles"),
      onUpdate: () => telemetry.count("ProfileUpdated"),
    }),
    anomalies: dynamoAnomalies(deployedTable("Anomalies")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
    retailers: retailerKnowledge({
      parties,
      retailerProfiles: dynamoRetailerProfiles(deployedTable("RetailerProfiles")),
      clock: systemClock,
    }),
    // No answer depends on a volume. A lost addition is counted, and never made twice.
    volumes: volumeCounter({
      volumes: dynamoRetailerVolumes({ ...deployedTable("RetailerVolumes"), client: dynamoClientOfOneAttempt() }),
      clock: systemClock,
      onLost: (contacts) => telemetry.count("VolumeLost", contacts),
    }),
  }
}

/** What it takes to learn a retailer's ordinary traffic. */
export function deployedLearning(parties: PartyDirectory) {
  return {
    parties,
    samples: dynamoAccessProfileSamples(deployedTable("AccessProfiles")),
    volumes: dynamoRetailerVolumes(deployedTable("RetailerVolumes")),
    retailerProfiles: dynamoRetailerProfiles(deployedTable("RetailerProfiles")),
    anomalies: dynamoAnomalies(deployedTable("Anomalies")),
    clock: systemClock,
  }
}

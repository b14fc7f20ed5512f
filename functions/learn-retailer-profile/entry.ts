import * as z from "zod"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { lambdaHandler } from "../../shared/runtime/lambda.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { dynamoAccessProfileSamples } from "../../shared/storage/access-profiles.ts"
import { dynamoAnomalies } from "../../shared/storage/anomalies.ts"
import { dynamoRetailerProfiles } from "../../shared/storage/retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../shared/storage/retailer-volumes.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeLearnRetailerProfiles } from "./learn-retailer-profile.ts"
import { makeWatchVolumes } from "./watch-volumes.ts"

const settings = readEnvironment(
  functionSettings.extend({
    ACCESS_PROFILES_TABLE: z.string(),
    ANOMALIES_TABLE: z.string(),
    RETAILER_PROFILES_TABLE: z.string(),
    RETAILER_VOLUMES_TABLE: z.string(),
  }),
)
const telemetry = powertoolsTelemetry(settings)
const client = dynamoClient()
const parties = readParties()
const retailerProfiles = dynamoRetailerProfiles({ client, tableName: settings.RETAILER_PROFILES_TABLE })
const watchVolumes = makeWatchVolumes({
  parties,
  volumes: dynamoRetailerVolumes({ client, tableName: settings.RETAILER_VOLUMES_TABLE }),
  retailerProfiles,
  anomalies: dynamoAnomalies({ client, tableName: settings.ANOMALIES_TABLE }),
  clock: systemClock,
})
const learn = makeLearnRetailerProfiles({
  parties,
  samples: dynamoAccessProfileSamples({ client, tableName: settings.ACCESS_PROFILES_TABLE }),
  retailerProfiles,
  clock: systemClock,
})

export const handler = lambdaHandler(telemetry, async () => {
  const { noticed } = await watchVolumes()
  if (noticed > 0) telemetry.count("VolumeNoticed", noticed)
  const { learned, conflicts } = await learn()
  telemetry.info("Retailer profiles learned", { count: learned })
  telemetry.count("RetailerProfileLearned", learned)
  if (conflicts > 0) telemetry.count("RetailerProfileContended", conflicts)
})

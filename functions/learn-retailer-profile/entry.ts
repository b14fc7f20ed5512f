import * as z from "zod"
import { dynamoAnomalies } from "../../shared/detection/anomalies/dynamo-anomalies.ts"
import { makeLearnRetailerProfiles } from "../../shared/detection/learning/learn-retailer-profiles.ts"
import { makeWatchVolumes } from "../../shared/detection/learning/watch-volumes.ts"
import { dynamoAccessProfileSamples } from "../../shared/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRetailerProfiles } from "../../shared/detection/retailers/dynamo-retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../shared/detection/retailers/dynamo-retailer-volumes.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"

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

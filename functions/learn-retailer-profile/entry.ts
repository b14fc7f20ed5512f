import { deployedLearning } from "../../shared/detection/deployed-detection.ts"
import { makeLearnRetailerProfiles } from "../../shared/detection/learning/learn-retailer-profiles.ts"
import { makeWatchVolumes } from "../../shared/detection/learning/watch-volumes.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"

const telemetry = deployedTelemetry()
const parties = await deployedCurrentParties()
const learning = deployedLearning(parties)
const watchVolumes = makeWatchVolumes(learning)
const learnProfiles = makeLearnRetailerProfiles(learning)

export const handler = lambdaHandler(telemetry, async () => {
  const { noticed } = await watchVolumes()
  if (noticed > 0) telemetry.count("VolumeNoticed", noticed)
  const { learned, conflicts } = await learnProfiles()
  telemetry.info("Retailer profiles learned", { count: learned })
  telemetry.count("RetailerProfileLearned", learned)
  if (conflicts > 0) telemetry.count("RetailerProfileContended", conflicts)
})

import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedLearning } from "../../shared/watch/detection/deployed-detection.ts"
import { makeLearnRetailerProfiles } from "../../shared/watch/detection/learning/learn-retailer-profiles.ts"
import { makeWatchVolumes } from "../../shared/watch/detection/learning/watch-volumes.ts"

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

import { restrictionsContract } from "../detection/restrictions/restrictions.contract.ts"
import { memoryAccessProfiles } from "../doubles/access-profiles.ts"
import { memoryAnomalies } from "../doubles/anomalies.ts"
import { memoryChallengeFailures } from "../doubles/challenge-failures.ts"
import { memoryDisclosures } from "../doubles/disclosures.ts"
import { memoryRestrictions } from "../doubles/restrictions.ts"
import { memoryRetailerProfiles } from "../doubles/retailer-profiles.ts"
import { memoryRetailerVolumes } from "../doubles/retailer-volumes.ts"
import {
  accessProfilesContract,
  anomaliesContract,
  challengeFailuresContract,
  retailerProfilesContract,
  retailerVolumesContract,
} from "./access-stores.contract.ts"
import { disclosuresContract } from "./ledger/disclosures.contract.ts"

disclosuresContract("in memory", async () => memoryDisclosures())
restrictionsContract("in memory", async () => memoryRestrictions())
anomaliesContract("in memory", async () => memoryAnomalies())
challengeFailuresContract("in memory", async () => memoryChallengeFailures())
retailerProfilesContract("in memory", async () => memoryRetailerProfiles())
retailerVolumesContract("in memory", async () => memoryRetailerVolumes())
accessProfilesContract("in memory", async () => memoryAccessProfiles())

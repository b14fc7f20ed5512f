import {
  memoryAccessProfiles,
  memoryAnomalies,
  memoryRestrictions,
  memoryRetailerProfiles,
  memoryRetailerVolumes,
} from "../detection/memory-stores.ts"
import { restrictionsContract } from "../detection/restrictions/restrictions.contract.ts"
import {
  accessProfilesContract,
  anomaliesContract,
  challengeFailuresContract,
  retailerProfilesContract,
  retailerVolumesContract,
} from "./access-stores.contract.ts"
import { disclosuresContract } from "./ledger/disclosures.contract.ts"
import { memoryChallengeFailures, memoryDisclosures } from "./memory-stores.ts"

disclosuresContract("in memory", async () => memoryDisclosures())
restrictionsContract("in memory", async () => memoryRestrictions())
anomaliesContract("in memory", async () => memoryAnomalies())
challengeFailuresContract("in memory", async () => memoryChallengeFailures())
retailerProfilesContract("in memory", async () => memoryRetailerProfiles())
retailerVolumesContract("in memory", async () => memoryRetailerVolumes())
accessProfilesContract("in memory", async () => memoryAccessProfiles())

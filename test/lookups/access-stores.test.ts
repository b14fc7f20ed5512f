import { memoryAnomalies } from "../../shared/detection/anomalies/memory-anomalies.ts"
import { memoryAccessProfiles } from "../../shared/detection/profiles/memory-access-profiles.ts"
import { memoryRestrictions } from "../../shared/detection/restrictions/memory-restrictions.ts"
import { memoryRetailerProfiles } from "../../shared/detection/retailers/memory-retailer-profiles.ts"
import { memoryRetailerVolumes } from "../../shared/detection/retailers/memory-retailer-volumes.ts"
import { memoryChallengeFailures } from "../../shared/lookups/guesses/memory-challenge-failures.ts"
import { memoryDisclosures } from "../../shared/lookups/ledger/memory-disclosures.ts"
import { restrictionsContract } from "../detection/restrictions/restrictions.contract.ts"
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

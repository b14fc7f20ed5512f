import { memoryBreachCases } from "../../shared/breach-desk/cases/memory-breach-cases.ts"
import { memoryAnomalies } from "../../shared/detection/anomalies/memory-anomalies.ts"
import { memoryAccessProfiles } from "../../shared/detection/profiles/memory-access-profiles.ts"
import { memoryRestrictions } from "../../shared/detection/restrictions/memory-restrictions.ts"
import { memoryRetailerProfiles } from "../../shared/detection/retailers/memory-retailer-profiles.ts"
import { memoryRetailerVolumes } from "../../shared/detection/retailers/memory-retailer-volumes.ts"
import { memoryChallengeFailures } from "../../shared/lookups/guesses/memory-challenge-failures.ts"
import { memoryDisclosures } from "../../shared/lookups/ledger/memory-disclosures.ts"
import { memorySealingKeys } from "../../shared/platform/memory-sealing-keys.ts"
import type { Interrupt } from "../../shared/platform/memory-table.ts"
import { memoryTrackingRows } from "../../shared/tracking/memory-tracking-rows.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import { memoryDataKeys } from "../doubles/sealing.ts"

/** The tables, in memory. Sealed values are opened through a sealer of each container's own. */
export type Stores = ReturnType<typeof makeStores>

/** Makes the tables. */
export function makeStores(options: { interrupt: Interrupt; now: () => Date }) {
  const { interrupt } = options
  return {
    trackingRecords: memoryTrackingRows(interrupt),
    disclosures: memoryDisclosures({ interrupt }),
    accessProfiles: memoryAccessProfiles({ interrupt }),
    anomalies: memoryAnomalies({ interrupt }),
    restrictions: memoryRestrictions({ interrupt }),
    challengeFailures: memoryChallengeFailures({ interrupt }),
    retailerProfiles: memoryRetailerProfiles({ interrupt }),
    retailerVolumes: memoryRetailerVolumes({ interrupt }),
    breachCases: memoryBreachCases({ interrupt }),
    sealingKeys: memorySealingKeys(interrupt),
    dataKeys: memoryDataKeys(),
    hashes: testKeyedHash(undefined, options.now),
  }
}

/** Key attributes of the tables, as in infra/tables.ts. */
export const keyAttributes = {
  trackingRecords: ["recordId"],
  disclosures: ["subject", "sortKey"],
  accessProfiles: ["profileKey"],
  anomalies: ["anomalyId"],
  restrictions: ["accessorKey"],
  challengeFailures: ["counterKey"],
  retailerProfiles: ["retailerId"],
  retailerVolumes: ["retailerId", "interval"],
  breachCases: ["pk", "sk"],
  sealingKeys: ["owner"],
} as const satisfies Partial<Record<keyof Stores, readonly string[]>>
export type TableName = keyof typeof keyAttributes

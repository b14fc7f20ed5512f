import { memoryAccessProfiles } from "../doubles/access-profiles.ts"
import { memoryAnomalies } from "../doubles/anomalies.ts"
import { memoryBreachCases } from "../doubles/breach-cases.ts"
import { memoryChallengeFailures } from "../doubles/challenge-failures.ts"
import { memoryDisclosures } from "../doubles/disclosures.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import type { Interrupt } from "../doubles/memory-table.ts"
import { memoryRestrictions } from "../doubles/restrictions.ts"
import { memoryRetailerProfiles } from "../doubles/retailer-profiles.ts"
import { memoryRetailerVolumes } from "../doubles/retailer-volumes.ts"
import { memoryDataKeys, memorySealingKeys } from "../doubles/sealing.ts"
import { memoryTrackingRows } from "../doubles/tracking-records.ts"

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

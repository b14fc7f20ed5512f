import { readParties } from "../../../../shared/parties/load-parties.ts"
import { retailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import type { ObservedAccess } from "../../../../shared/watch/lookups/recording/access-observer.ts"
import { accessObserver } from "../../../../shared/watch/lookups/recording/observe-access.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { knownDirectory } from "../../../parties/known-directory.ts"
import {
  memoryAccessProfiles,
  memoryAnomalies,
  memoryRestrictions,
  memoryRetailerProfiles,
} from "../../detection/memory-stores.ts"

const parties = knownDirectory(readParties(new URL("../../../../stages/local/parties.json", import.meta.url)))
const start = Date.parse("2026-11-05T10:00:00.000Z")
export const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()

/** Stores, and an observer over them. */
export function world() {
  let now = start + 3_600_000
  const clock = () => new Date(now)
  const anomalies = memoryAnomalies()
  const restrictions = memoryRestrictions()
  const profiles = memoryAccessProfiles()
  const retailerProfiles = memoryRetailerProfiles()
  const keyedHash = testKeyedHash()
  /** An observer as a new container makes it: it knows no retailer yet. */
  const newObserver = () => {
    const retailers = retailerKnowledge({ parties, retailerProfiles, clock })
    return accessObserver({ profiles, anomalies, restrictions, retailers, keyedHash, clock })
  }
  const observer = newObserver()
  const keys = () =>
    profiles
      .rows()
      .map((row) => row.profileKey.replace(/#.*/, ""))
      .sort()
  const entriesOf = (kind: string) =>
    profiles
      .rows()
      .filter((row) => row.profileKey.startsWith(`${kind}#`))
      .flatMap((row) => Object.keys(row.entries))
  const later = (hours: number) => {
    now += hours * 3_600_000
  }
  return {
    profiles,
    retailerProfiles,
    observer,
    newObserver,
    anomalies,
    restrictions,
    keyedHash,
    keys,
    entriesOf,
    later,
  }
}

export const guarded = () => ({ tool: "guarded", carrierIds: ["northpost"], accessorTokens: [], accessIds: [] })

/** A lookup of an order of the discreet retailer, by a visitor with a network of its own unless given. */
export function access(order: number, visitor: string, change: Partial<ObservedAccess> = {}): ObservedAccess {
  return {
    at: at(order % 3600),
    accessor: {
      subject: { kind: "cookie", fingerprint: `by-${visitor}` },
      network: { kind: "unknown", fingerprint: `network-${visitor}` },
      accessorClass: "public",
    },
    networkClass: "public",
    retailerId: "leafline",
    series: "leafline",
    tag: testKeyedHash().referenceTag("leafline", String(order)),
    ordinal: 5_000_000 + order,
    outcome: "hit",
    proof: "none",
    deliveryPoint: 1 + order,
    canary: false,
    ...change,
  }
}

import type { RetailerProfileRow, RetailerProfiles } from "../../shared/storage/retailer-profiles.ts"
import { type Interrupt, memoryTable, type Observable } from "./memory-table.ts"

/** Retailer profiles in memory; heads are kept apart from what was learned, as in the table. */
export function memoryRetailerProfiles(
  options: { interrupt?: Interrupt } = {},
): RetailerProfiles & Observable<RetailerProfileRow> {
  const table = memoryTable<RetailerProfileRow>("retailerProfiles", options.interrupt)
  const heads = new Map<string, number>()
  const withHead = (row: RetailerProfileRow | undefined) => {
    if (row === undefined) return undefined
    const sequenceHead = heads.get(row.retailerId)
    return sequenceHead === undefined ? row : { ...row, sequenceHead }
  }
  return {
    ...table.observable,
    get: (retailerId) => table.effect("get", () => withHead(table.get(retailerId))),
    learn: (profile, readVersion) =>
      table.effect("learn", () => {
        if ((table.get(profile.retailerId)?.version ?? 0) !== readVersion) return "conflict" as const
        table.put(profile.retailerId, profile)
        return "learned" as const
      }),
    advanceHead: (retailerId, ordinal) =>
      table.effect("advanceHead", () => {
        heads.set(retailerId, Math.max(heads.get(retailerId) ?? 0, ordinal))
      }),
  }
}

import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { RetailerProfileRow, RetailerProfiles } from "./retailer-profiles.ts"

/** Retailer profiles in memory. */
export function memoryRetailerProfiles(
  options: { interrupt?: Interrupt } = {},
): RetailerProfiles & Observable<RetailerProfileRow> {
  const table = memoryTable<RetailerProfileRow>("retailerProfiles", options.interrupt)
  const current = (retailerId: string): RetailerProfileRow => table.get(retailerId) ?? { retailerId, version: 0 }
  return {
    ...table.observable,
    get: (retailerId) => table.effect("get", () => table.get(retailerId)),
    learn: (retailerId, learned, readVersion) =>
      table.effect("learn", () => {
        const row = current(retailerId)
        if (row.version !== readVersion) return "conflict" as const
        table.put(retailerId, { ...row, learned, version: readVersion + 1 })
        return "learned" as const
      }),
    advanceHead: (retailerId, head) =>
      table.effect("advanceHead", () => {
        const row = current(retailerId)
        if (row.sequenceHead !== undefined && row.sequenceHead.ordinal >= head.ordinal) return
        table.put(retailerId, { ...row, sequenceHead: head })
      }),
    advanceVolume: (retailerId, watched, readUntil) =>
      table.effect("advanceVolume", () => {
        const row = current(retailerId)
        if (row.volume?.until !== readUntil) return "conflict" as const
        table.put(retailerId, { ...row, volume: watched })
        return "advanced" as const
      }),
  }
}

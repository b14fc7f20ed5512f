import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { DrillRow, Drills } from "./drill.ts"

const nameOf = (drillId: string, partyId: string): string => `${drillId} ${partyId}`

/** Drills in memory. */
export function memoryDrills(interrupt?: Interrupt): Drills & Observable<DrillRow> {
  const table = memoryTable<DrillRow>("drills", interrupt)
  return {
    ...table.observable,
    get: (drillId, partyId) => table.effect("get", () => table.get(nameOf(drillId, partyId))),
    begin: (row) =>
      table.effect("begin", () => {
        const name = nameOf(row.drillId, row.partyId)
        if (table.get(name) === undefined) table.put(name, row)
      }),
    noteSent: (drillId, partyId, sent) =>
      table.effect("noteSent", () => {
        const row = table.get(nameOf(drillId, partyId))
        if (row !== undefined && row.sent === undefined) table.put(nameOf(drillId, partyId), { ...row, sent })
      }),
    acknowledge: (drillId, partyId, at) =>
      table.effect("acknowledge", () => {
        const row = table.get(nameOf(drillId, partyId))
        if (row === undefined) return "unknown"
        if (row.acknowledgedAt !== undefined) return "repeated"
        table.put(nameOf(drillId, partyId), { ...row, acknowledgedAt: at })
        return "acknowledged"
      }),
  }
}

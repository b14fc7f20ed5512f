import { type Interrupt, memoryTable, type Observable } from "../platform/memory-table.ts"
import type { ErasureRow, Erasures, ShipmentErasure } from "./erasures.ts"

/** Erasures in memory. */
export function memoryErasures(interrupt?: Interrupt): Erasures & Observable<ErasureRow> {
  const table = memoryTable<ErasureRow, "byParty" | "byDue">("erasures", interrupt, {
    byParty: {
      partition: (row) => (row.kind === "shipment" ? row.retailerId : undefined),
      place: (row) => (row.kind === "shipment" ? ageOf(row) : ""),
    },
    byDue: {
      partition: (row) => (row.kind === "shipment" ? row.due : undefined),
      place: (row) => (row.kind === "shipment" ? (row.dueAt ?? "") : ""),
    },
  })
  const shipmentAt = (key: string) => {
    const row = table.get(key)
    return row?.kind === "shipment" ? row : undefined
  }
  return {
    ...table.observable,
    begin: (erasure) =>
      table.effect("begin", () => {
        const known = shipmentAt(erasure.erasureKey)
        if (known === undefined) table.put(erasure.erasureKey, erasure)
        return known ?? erasure
      }),
    get: (erasureId) => table.effect("get", () => shipmentAt(erasureId)),
    save: (erasure) => table.effect("save", () => table.put(erasure.erasureKey, erasure)),
    bury: async (tombstones) => {
      for (const tombstone of tombstones) await table.effect("bury", () => table.put(tombstone.erasureKey, tombstone))
    },
    among: (keys) => table.effect("among", () => new Set(keys.filter((key) => table.get(key) !== undefined))),
    async *due(by) {
      for await (const row of table.query("due", "byDue", { partition: "due", to: by })) yield row.erasureKey
    },
    async ofParty(retailerId, { limit, behind }) {
      const after = behind && ageOf(behind)
      const found: ShipmentErasure[] = []
      const part = { partition: retailerId, descending: true, after, limit }
      for await (const row of table.query("ofParty", "byParty", part)) if (row.kind === "shipment") found.push(row)
      return found
    },
  }
}

function ageOf({ requestedAt, erasureKey }: ShipmentErasure): string {
  return `${requestedAt}|${erasureKey}`
}

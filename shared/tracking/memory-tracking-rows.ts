import type { Indexing } from "../platform/memory-index.ts"
import { type Interrupt, memoryTable, type Observable } from "../platform/memory-table.ts"
import type { ShipmentRow, TrackingRow } from "./tracking-record.ts"
import type { RowChange, TrackingRows } from "./tracking-rows.ts"

/** The rows of tracking records in memory, with compare-and-swap like the table. */
export function memoryTrackingRows(interrupt?: Interrupt): TrackingRows & Observable<TrackingRow> {
  const table = memoryTable<TrackingRow, keyof typeof indexes>("trackingRecords", interrupt, indexes)
  const shipments = async (index: "byOrderReference" | "byLinkDigest", partition: string) => {
    const found: Pick<ShipmentRow, "recordId" | "parcelId">[] = []
    for await (const row of table.query(index, index, { partition })) {
      if (row.kind === "shipment") found.push({ recordId: row.recordId, parcelId: row.parcelId })
    }
    return found
  }
  return {
    ...table.observable,
    get: (recordIds) =>
      table.effect("get", () => [...new Set(recordIds)].flatMap((recordId) => table.get(recordId) ?? [])),
    shipmentsByOrderReference: (key) => shipments("byOrderReference", key),
    shipmentsByLinkDigest: (key) => shipments("byLinkDigest", key),
    async heldUntil(list, at) {
      const found: string[] = []
      for await (const row of table.query("heldUntil", "byHeldUntil", { partition: list }))
        if (row.kind === "parcel" && row.heldUntil !== undefined && row.heldUntil <= at) found.push(row.recordId)
      return found
    },
    replace: (changes) =>
      table.effect("replace", () => {
        // DynamoDB refuses a transaction that changes a row twice.
        if (new Set(changes.map(keyOf)).size < changes.length) throw new Error("a row is changed twice at once")
        const asRead = (change: RowChange) => (table.get(keyOf(change))?.revision ?? 0) === change.readRevision
        if (!changes.every(asRead)) return "refused" as const
        for (const change of changes) {
          if ("row" in change) table.put(change.row.recordId, change.row)
          else table.delete(change.deleted)
        }
        return "written" as const
      }),
  }
}

function shipmentsBy(keyOf: (row: ShipmentRow) => string | undefined): Indexing<TrackingRow> {
  return {
    partition: (row) => (row.kind === "shipment" ? keyOf(row) : undefined),
    place: ({ recordId }) => recordId,
  }
}

const indexes = {
  byOrderReference: shipmentsBy(({ orderReferenceKey }) => orderReferenceKey),
  byLinkDigest: shipmentsBy(({ linkDigestKey }) => linkDigestKey),
  byHeldUntil: {
    partition: (row) => (row.kind === "parcel" ? row.heldList : undefined),
    place: (row) => (row.kind === "parcel" ? (row.heldUntil ?? "") : ""),
  },
} satisfies Record<string, Indexing<TrackingRow>>

const keyOf = (change: RowChange) => ("row" in change ? change.row.recordId : change.deleted)

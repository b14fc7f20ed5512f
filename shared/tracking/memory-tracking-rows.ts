import { type Interrupt, memoryTable, type Observable } from "../platform/memory-table.ts"
import type { ShipmentRow, TrackingRow } from "./tracking-record.ts"
import type { RowChange, TrackingRows } from "./tracking-rows.ts"

/** The rows of tracking records in memory, with compare-and-swap like the table. */
export function memoryTrackingRows(interrupt?: Interrupt): TrackingRows & Observable<TrackingRow> {
  const table = memoryTable<TrackingRow>("trackingRecords", interrupt)
  const keyOf = (change: RowChange) => ("row" in change ? change.row.recordId : change.deleted)
  const shipments = (matches: (row: ShipmentRow) => boolean) =>
    table
      .all()
      .filter((row) => row.kind === "shipment")
      .filter(matches)
      .map(({ recordId, parcelId }) => ({ recordId, parcelId }))
  return {
    ...table.observable,
    get: (recordIds) =>
      table.effect("get", () => [...new Set(recordIds)].flatMap((recordId) => table.get(recordId) ?? [])),
    shipmentsByOrderReference: (key) =>
      table.effect("byOrderReference", () => shipments((row) => row.orderReferenceKey === key)),
    shipmentsByLinkDigest: (key) => table.effect("byLinkDigest", () => shipments((row) => row.linkDigestKey === key)),
    replace: (changes) =>
      table.effect("replace", () => {
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

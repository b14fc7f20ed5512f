import type { Sealer } from "../../shared/platform/sealing.ts"
import { trackingRecords } from "../../shared/tracking/keep-tracking-records.ts"
import type { KeyedHash } from "../../shared/tracking/keyed-hash.ts"
import type { ShipmentRow, TrackingRow } from "../../shared/tracking/tracking-record.ts"
import type { TrackingRecords } from "../../shared/tracking/tracking-records.ts"
import type { RowChange, TrackingRows } from "../../shared/tracking/tracking-rows.ts"
import { testKeyedHash } from "./keyed-hash.ts"
import { type Interrupt, memoryTable, type Observable } from "./memory-table.ts"
import { memorySealer } from "./sealing.ts"

/** The rows of tracking records in memory, with the table's compare-and-swap. */
export function memoryTrackingRows(interrupt?: Interrupt): TrackingRows & Observable<TrackingRow> {
  const table = memoryTable<TrackingRow>("trackingRecords", interrupt)
  const keyOf = (change: RowChange) => ("row" in change ? change.row.recordId : change.deleted)
  const shipments = (matches: (row: ShipmentRow) => boolean) =>
    table
      .all()
      .filter((row) => row.kind === "shipment")
      .filter(matches)
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

/** Tracking records with everything in memory; what is not given is made for tests. */
export function memoryTrackingRecords(
  options: { hashes?: KeyedHash; sealer?: Sealer; now?: () => Date; interrupt?: Interrupt } = {},
): TrackingRecords & Observable<TrackingRow> {
  const now = options.now ?? (() => new Date(0))
  const { onChange, rows, ...trackingRows } = memoryTrackingRows(options.interrupt)
  const records = trackingRecords({
    rows: trackingRows,
    hashes: options.hashes ?? testKeyedHash(undefined, now),
    sealer: options.sealer ?? memorySealer({ now }),
    now,
  })
  return { ...records, onChange, rows }
}

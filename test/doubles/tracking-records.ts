import type { ShipmentRow, TrackingRow } from "../../shared/domain/tracking-record.ts"
import type { KeyedHash } from "../../shared/storage/keyed-hash.ts"
import type { Sealer } from "../../shared/storage/sealing.ts"
import {
  type RowChange,
  type TrackingRecords,
  type TrackingRows,
  trackingRecords,
} from "../../shared/storage/tracking-records.ts"
import { testKeyedHash } from "./keyed-hash.ts"
import { memorySealer } from "./sealing.ts"

/** What a write did to one row, as the table's stream tells it. */
export type TrackingChange = { before: TrackingRow | undefined; after: TrackingRow | undefined }
type Interrupt = (point: string) => Promise<void>

/** Rows in memory, for looking at and for listening to. */
export type MemoryRows = {
  all(): TrackingRow[]
  onChange(listener: (change: TrackingChange) => void): void
}

/** The rows of tracking records in memory, with the table's compare-and-swap. */
export function memoryTrackingRows(interrupt: Interrupt = async () => {}): TrackingRows & MemoryRows {
  const rows = new Map<string, TrackingRow>()
  const listeners: ((change: TrackingChange) => void)[] = []
  const copy = <Row>(row: Row): Row => structuredClone(row)
  const keyOf = (change: RowChange) => ("row" in change ? change.row.recordId : change.deleted)
  const shipments = (matches: (row: ShipmentRow) => boolean) =>
    [...rows.values()]
      .filter((row) => row.kind === "shipment")
      .filter(matches)
      .map(copy)

  return {
    all: () => [...rows.values()].map(copy),
    onChange: (listener) => {
      listeners.push(listener)
    },
    async get(recordIds) {
      await interrupt("tracking-records.get")
      return [...new Set(recordIds)].flatMap((recordId) => rows.get(recordId) ?? []).map(copy)
    },
    async shipmentsByOrderReference(key) {
      await interrupt("tracking-records.by-order-reference")
      return shipments((row) => row.orderReferenceKey === key)
    },
    async shipmentsByLinkDigest(key) {
      await interrupt("tracking-records.by-link-digest")
      return shipments((row) => row.linkDigestKey === key)
    },
    async replace(changes) {
      await interrupt("tracking-records.replace:before")
      if (changes.some((change) => (rows.get(keyOf(change))?.revision ?? 0) !== change.readRevision)) return "refused"
      const done = changes.map((change): TrackingChange => {
        const before = rows.get(keyOf(change))
        const after = "row" in change ? copy(change.row) : undefined
        if (after === undefined) rows.delete(keyOf(change))
        else rows.set(after.recordId, after)
        return { before, after }
      })
      for (const change of done) for (const listener of listeners) listener(copy(change))
      await interrupt("tracking-records.replace:after")
      return "written"
    },
  }
}

/** Tracking records with everything in memory; what is not given is made for tests. */
export function memoryTrackingRecords(
  options: { hashes?: KeyedHash; sealer?: Sealer; now?: () => Date; interrupt?: Interrupt } = {},
): TrackingRecords & { rows: TrackingRows & MemoryRows } {
  const now = options.now ?? (() => new Date(0))
  const rows = memoryTrackingRows(options.interrupt)
  const records = trackingRecords({
    rows,
    hashes: options.hashes ?? testKeyedHash(undefined, now),
    sealer: options.sealer ?? memorySealer({ now }),
    now,
  })
  return { ...records, rows }
}

import type { KeyedHash } from "../../shared/base/keyed-hash/keyed-hash.ts"
import type { Sealer } from "../../shared/base/platform/sealing.ts"
import { trackingRecords } from "../../shared/intake/tracking/keep-tracking-records.ts"
import type { TrackingRow } from "../../shared/intake/tracking/tracking-record.ts"
import type { TrackingRecords } from "../../shared/intake/tracking/tracking-records.ts"
import type { TrackingRows } from "../../shared/intake/tracking/tracking-rows.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"
import type { Observable } from "../dynamo/store-in-memory.ts"
import { memoryErasures, memoryTrackingRows } from "../intake/tracking/memory-stores.ts"
import { testKeyedHash } from "./keyed-hash.ts"
import { memorySealer } from "./sealing.ts"

/** Tracking records with everything in memory, and the erasures that they heed; defaults suit tests. */
export function memoryTrackingRecords(
  options: { hashes?: KeyedHash; sealer?: Sealer; now?: () => Date; interrupt?: Interrupt } = {},
): TrackingRecords & Observable<TrackingRow> & { table: TrackingRows; erasures: ReturnType<typeof memoryErasures> } {
  const now = options.now ?? (() => new Date(0))
  const { onChange, rows, over: _, ...trackingRows } = memoryTrackingRows(options.interrupt)
  const erasures = memoryErasures(options.interrupt)
  const records = trackingRecords({
    rows: trackingRows,
    hashes: options.hashes ?? testKeyedHash(undefined, now),
    sealer: options.sealer ?? memorySealer({ now }),
    erased: erasures,
    now,
  })
  return { ...records, onChange, rows, table: trackingRows, erasures }
}

import {
  causeLimit,
  type ErasurePart,
  erasurePart,
  type HeldCause,
  type HeldPart,
} from "../base/contracts/shipment-erased.ts"
import type { PartCounts } from "../intake/tracking/erasures.ts"

/** What became of one part of a shipment: how much was removed, and how much is held, until when and why. */
export type PartOfReceipt = {
  readonly part: ErasurePart
  readonly removed: number
  readonly held: number
  readonly until?: string | undefined
  readonly because: readonly HeldCause[]
}

/** All parts, each once. What receipts and events say of an erasure follows from it. */
export function partsOf(removed: PartCounts, held: readonly HeldPart[]): PartOfReceipt[] {
  return erasurePart.options.map((part) => {
    const kept = held.find((one) => one.part === part)
    return {
      part,
      removed: removed[part] ?? 0,
      held: kept?.count ?? 0,
      ...(kept?.until === undefined ? {} : { until: kept.until }),
      because: kept?.because ?? [],
    }
  })
}

/** A part that is held for these causes. None if it has no entries. It is held until the last cause ends. */
export function heldPartOf(part: ErasurePart, count: number, causes: readonly HeldCause[]): HeldPart[] {
  if (count === 0) return []
  const ends = causes.map(({ until }) => until)
  const until = ends.every((end) => end !== undefined) ? ends.toSorted().at(-1) : undefined
  return [{ part, count, ...(until === undefined ? {} : { until }), because: causes.slice(0, causeLimit) }]
}

/**
 * What a pass removes, together with what an attempt that crashed was about to remove: part of that may be gone
 * already, so the larger count of each part is the one that is known.
 */
export function largerCounts(one: PartCounts, other: PartCounts): PartCounts {
  return combined(one, other, Math.max)
}

/** What was removed in all, after a pass. There is one shipment and one parcel, however often late writes come back. */
export function addedCounts(before: PartCounts, pass: PartCounts): PartCounts {
  const { shipment, parcel, ...others } = combined(before, pass, (one, other) => one + other)
  const single = { ...(shipment ? { shipment: 1 } : {}), ...(parcel ? { parcel: 1 } : {}) }
  return { ...single, ...others }
}

function combined(one: PartCounts, other: PartCounts, combine: (one: number, other: number) => number): PartCounts {
  const counts = erasurePart.options.map((part) => [part, combine(one[part] ?? 0, other[part] ?? 0)] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

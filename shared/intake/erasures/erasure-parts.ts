import {
  causeLimit,
  type ErasurePart,
  erasurePart,
  type HeldCause,
  type HeldPart,
} from "../../base/contracts/part-of-erasure.ts"
import type { PartCounts } from "../tracking/erasures.ts"
import type { FoundPart } from "./found-part.ts"

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

/** What stays of what was found, each part once. A part is held until its last cause ends. */
export function heldPartsOf(found: readonly FoundPart[]): HeldPart[] {
  return erasurePart.options.flatMap((part) =>
    found.filter((one) => one.part === part && one.held > 0).map(({ held, because }) => heldPart(part, held, because)),
  )
}

function heldPart(part: ErasurePart, count: number, causes: readonly HeldCause[]): HeldPart {
  const ends = causes.map(({ until }) => until)
  const until = ends.every((end) => end !== undefined) ? ends.toSorted().at(-1) : undefined
  return { part, count, ...(until === undefined ? {} : { until }), because: causes.slice(0, causeLimit) }
}

/** How many entries of each part are about to be removed. */
export const countsOf = (found: readonly FoundPart[]): PartCounts =>
  Object.fromEntries(found.map(({ part, removing }) => [part, removing]))

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

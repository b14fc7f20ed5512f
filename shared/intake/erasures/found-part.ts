import type { ErasurePart, HeldCause, UnlookedPart } from "../../base/contracts/part-of-erasure.ts"
import type { RecordTraces } from "../tracking/record-traces.ts"

/** A shipment to erase, as contexts look for it. Its record is gone already, so nothing new is written about it. */
export type ErasedShipment = {
  readonly retailerId: string
  readonly traces: RecordTraces
  /** Keys of records under which there may be rows about this shipment alone. */
  readonly recordIds: readonly string[]
}

/** A part of what a context holds of a shipment: what is removed, and what has to stay and why. */
export type FoundPart = {
  readonly part: ErasurePart
  /** How many entries are removed. */
  readonly removing: number
  /** How many entries have to stay. */
  readonly held: number
  /** Why they have to stay: one cause for each case. */
  readonly because: readonly HeldCause[]
  /** Removes them, but for those that have to stay. After a crash, the next pass finds and removes the rest. */
  readonly remove: () => Promise<void>
}

/** What contexts hold of a shipment, in the order in which it is removed, and what this stage cannot look for. */
export type FoundParts = { readonly parts: readonly FoundPart[]; readonly notLookedFor: readonly UnlookedPart[] }

/** Finds what contexts hold of a shipment. */
export type FindParts = (shipment: ErasedShipment) => Promise<FoundParts>

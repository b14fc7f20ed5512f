import { type Disclosure, type LedgerKey, type LedgerUnion, latestOf } from "./disclosure.ts"

export type { Disclosure } from "./disclosure.ts"

/**
 * `united`: merged with what the ledger held of that accessor, shipment and day. `conflict`: it contradicts an earlier
 * report of this access, which stays; the same report conflicts each time.
 */
export type Appended = "appended" | LedgerUnion["outcome"]

/**
 * From `since` to `until`, both ISO and inclusive, and behind the item `after`. `pageSize`: how many items to read at a
 * time, for readers that stop early.
 */
export type LedgerPart = {
  since: string
  until?: string | undefined
  after?: LedgerKey | undefined
  pageSize?: number
}

/**
 * The ledger of what lookups revealed, the source of every exposure. Only an erasure removes from it. Appending an
 * access again has no effect. Of two contradicting reports at the same moment, one can be overwritten until the
 * consumer of the ledger's stream restores it.
 */
export type Disclosures = {
  /** Appends one disclosure. Must be awaited before the answer is given. */
  append(disclosure: Disclosure): Promise<Appended>
  /** Appends observed accesses, those of one item in their order. Returns the outcome of each. Safe to repeat. */
  appendAll(disclosures: readonly Disclosure[]): Promise<Appended[]>
  /** The items of these keys, in no particular order, without missing ones. */
  get(keys: readonly LedgerKey[]): Promise<Disclosure[]>
  /** What one accessor key (of a subject, network or prefix) saw, by sort key. */
  ofAccessor(accessorKey: string, part: LedgerPart): AsyncIterable<Disclosure>
  /** What was seen without proof, or by postal code, in one block of a retailer's numbers, by sort key. */
  ofBlock(block: string, part: LedgerPart): AsyncIterable<Disclosure>
  /** The lookups that showed this shipment, by sort key. */
  ofRecord(recordId: string): AsyncIterable<Disclosure>
  /** Removes the items of these keys. A missing one is no error. */
  remove(keys: readonly LedgerKey[]): Promise<void>
}

/** Other writers kept changing the same item. A retry of the event succeeds. */
export class LedgerContended extends Error {
  override name = "LedgerContended"
  constructor() {
    super("An item of the ledger was written by others at the same time, too often in a row")
  }
}

/** Whether any lookup of an item may lie between `since` and `until`. */
export function isWithin(item: Disclosure, since: string, until: string | undefined): boolean {
  return latestOf(item) >= since && (until === undefined || item.at <= until)
}

import type { Disclosure } from "./disclosure.ts"
import { type LedgerKey, type LedgerUnion, lastOf } from "./unite-disclosures.ts"

export type { Disclosure } from "./disclosure.ts"

/**
 * What a disclosure came to: `united` with what the ledger held of that proven accessor and day, or in `conflict` with what was told of this
 * access before, which is kept, and told here once more if it is told again.
 */
export type Appended = "appended" | LedgerUnion["outcome"]

/**
 * The ledger of what lookups revealed, the source of every exposure. Append-only: what it was ever told stays in it; idempotent by access id.
 */
export type Disclosures = {
  /** Appends before the answer is given. */
  append(disclosure: Disclosure): Promise<Appended>
  /** Appends a batch of observed accesses; those of one item in their order. Says of each what came of it. Safe to repeat. */
  appendAll(disclosures: readonly Disclosure[]): Promise<Appended[]>
  /** The items of these keys, in no particular order; missing ones are left out. */
  get(keys: readonly LedgerKey[]): Promise<Disclosure[]>
  /** What one accessor key (`subject#...` or `network#...`) saw from `since` to `until`, both ISO and inclusive, by sort key. */
  ofAccessor(accessorKey: string, since: string, until?: string): AsyncIterable<Disclosure>
  /** What was seen without proof in one block of a retailer's numbers from `since` to `until`, both ISO and inclusive, by sort key. */
  ofBlock(block: string, since: string, until?: string): AsyncIterable<Disclosure>
  /** Who saw this shipment, by sort key. */
  ofRecord(recordId: string): AsyncIterable<Disclosure>
}

/** Other writers were at the same item again and again; a retry of the event mends it. */
export class LedgerContended extends Error {
  override name = "LedgerContended"
  constructor() {
    super("An item of the ledger was written by others at the same time, too often in a row")
  }
}

/** Whether one of the lookups of an item may have been from `since` to `until`. */
export function isWithin(item: Disclosure, since: string, until: string | undefined): boolean {
  return lastOf(item) >= since && (until === undefined || item.at <= until)
}

import type { Disclosure } from "../domain/disclosure.ts"

export type { Disclosure } from "../domain/disclosure.ts"
export { disclosure as disclosureRow } from "../domain/disclosure.ts"

/** The ledger of what lookups revealed: append-only, idempotent by access id, the source of every exposure. */
export type Disclosures = {
  /** Appends before the answer is given; `duplicate` when the access, or a proven repeat of that day, is there already. */
  append(disclosure: Disclosure): Promise<"appended" | "duplicate">
  /** Appends a batch of observed accesses; the order within the batch is not kept. Safe to repeat. */
  appendAll(disclosures: readonly Disclosure[]): Promise<void>
  /** What one accessor key (`subject#...` or `network#...`) saw from `since` to `until`, both ISO and inclusive, oldest first. */
  ofAccessor(accessorKey: string, since: string, until?: string): AsyncIterable<Disclosure>
  /** Who saw this shipment, oldest first. */
  ofRecord(recordId: string): AsyncIterable<Disclosure>
}

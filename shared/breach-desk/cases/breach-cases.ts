import type { BreachCaseItem, CaseItem, CaseRow, MarkerRow, PartyRow, PointerRow } from "./case-rows.ts"

export type ItemKey = { pk: string; sk: string }

/** A pointer to put, if it still points where it did when it was read (`undefined`: nowhere). */
export type PointerChange = { row: PointerRow; expected: string | undefined }

/**
 * One change of a case, written whole or not at all. `case.version` is the version read plus one; version 1 is a new case.
 * At most {@link commitItems} items in all, the removed ones included.
 */
export type CaseCommit = {
  case: CaseRow
  items: readonly CaseItem[]
  pointers: readonly PointerChange[]
  /** Rows that are gone afterwards, whether they were there or not. */
  removed?: readonly ItemKey[]
}

/** DynamoDB takes a hundred items in one transaction. */
export const commitItems = 100

/** More was to be written in one transaction than it can hold: a fault of this program. */
export class CommitTooLarge extends Error {
  override name = "CommitTooLarge"
  constructor(items: number) {
    super(`A change of a case has ${items} items, more than ${commitItems}`)
  }
}

/** Breach cases. Reads are consistent except those through the index by party. */
export type BreachCases = {
  get(caseId: string): Promise<CaseRow | undefined>
  /** The items of these keys, in no particular order; missing ones are left out. */
  items(keys: readonly ItemKey[]): Promise<BreachCaseItem[]>
  /** Items of a case whose sort key begins with `prefix`, in order; `after` is the sort key to go on from. */
  list(caseId: string, prefix: string, page?: { after?: string; limit?: number }): AsyncIterable<BreachCaseItem>
  /** The party's own row of each of its cases, oldest first; may lag by a moment. */
  ofParty(partyId: string): AsyncIterable<PartyRow>
  /** Ids of the cases that hold exposures of this parcel or order as one that no shipment has claimed. */
  withUnclaimed(recordId: string): AsyncIterable<string>
  /** Cases that are open, oldest first; may lag by a moment. */
  open(): AsyncIterable<CaseRow>
  /** `conflict`: somebody else changed the case or a pointer first; read again and decide anew. */
  commit(change: CaseCommit): Promise<"committed" | "conflict">
  /** Notes that something was done; `present` when it was noted before. */
  mark(marker: MarkerRow): Promise<"marked" | "present">
}

/** @throws CommitTooLarge */
export function assertSize(change: CaseCommit): void {
  const items = 1 + change.items.length + change.pointers.length + (change.removed?.length ?? 0)
  if (items > commitItems) throw new CommitTooLarge(items)
}

import { commitItems, type PointerChange } from "./case-draft.ts"
import type { ItemKey, PapersOf } from "./case-keys.ts"
import type {
  AttemptRow,
  AttemptsDayRow,
  BreachCaseItem,
  CaseItem,
  CaseRow,
  CommandRow,
  MarkerRow,
  PartyRow,
} from "./case-rows.ts"
import type { HubBreachRow } from "./hub-breach-row.ts"
import type { LawTextRow } from "./law-text-row.ts"
import type { DraftRow } from "./paper-rows.ts"

/**
 * One change of a case, written whole or not at all. `case.version` is one more than the version that was read. Version
 * 1 is a new case. A commit takes at most {@link commitItems} items, removed ones included.
 */
export type CaseCommit = {
  case: CaseRow
  items: readonly CaseItem[]
  pointers: readonly PointerChange[]
  /** Keys of rows to remove. A row that does not exist is no error. */
  removed?: readonly ItemKey[]
}

/** A change needs more items than one transaction holds: a fault of this program. */
export class CommitTooLarge extends Error {
  override name = "CommitTooLarge"
  constructor(items: number) {
    super(`A change of a case has ${items} items, more than ${commitItems}`)
  }
}

/** Breach cases. Reads are consistent except those through the index by party. */
export type BreachCases = {
  get(caseId: string): Promise<CaseRow | undefined>
  /** The items of these keys, in no particular order. Missing items are left out. */
  items(keys: readonly ItemKey[]): Promise<BreachCaseItem[]>
  /** Items of a case whose sort key begins with `prefix`, in the order of sort keys, after the sort key `after`. */
  list(caseId: string, prefix: string, page?: { after?: string; limit?: number }): AsyncIterable<BreachCaseItem>
  /** A party's own papers of a case whose sort key begins with `kind`, in the order of sort keys. */
  papers(of: PapersOf, kind: string, page?: { after?: string; limit?: number }): AsyncIterable<BreachCaseItem>
  /** The party's own row in each of its cases, newest first, behind one of them. It may lag behind by a moment. */
  ofParty(partyId: string, behind?: PartyRow): AsyncIterable<PartyRow>
  /** Ids of the cases that hold exposures of this parcel or order, which no shipment had claimed. */
  withUnclaimed(recordId: string): AsyncIterable<string>
  /** Attempts that concern parties and were recorded on a UTC day, those of one party alone if it is named. */
  attemptsOn(day: string, partyId?: string): AsyncIterable<AttemptRow>
  /** Attempts that concern a party, newest first, behind one of them. It may lag behind by a moment. */
  attemptsOf(partyId: string, behind?: AttemptRow): AsyncIterable<AttemptRow>
  /** Cases that are watched, oldest first: open ones, and ended ones in which a regulator waits. It may lag behind. */
  watched(): AsyncIterable<CaseRow>
  /** @returns `conflict` if another writer changed the case or a pointer first */
  commit(change: CaseCommit): Promise<"committed" | "conflict">
  /** The sides of a case that wait for their turn to change it. */
  waiting(caseId: string): Promise<MarkerRow[]>
  /** Stores that a side waits. */
  wait(side: MarkerRow): Promise<void>
  /** Removes rows that no change of a case touches. A missing row is no error. */
  forget(keys: readonly ItemKey[]): Promise<void>
  /** Notes that something was done or stated. @returns `present` if it was noted before */
  mark(marker: MarkerRow | CommandRow | AttemptsDayRow | HubBreachRow | LawTextRow): Promise<"marked" | "present">
  /** Stores that a party closed an attempt. @returns `changed` if another anomaly has replaced it since */
  closeAttempt(attempt: AttemptRow): Promise<"closed" | "changed">
  /** Stores the answer to a command, or that it is no longer under way. */
  storeCommand(command: CommandRow): Promise<void>
  /**
   * Stores what a person typed last, in place of what it typed before.
   *
   * @param after when the draft that it replaces was stored. Absent: it replaces none but one that is too old
   * @returns `changed` if another draft is stored, or the one to replace is gone
   */
  storeDraft(draft: DraftRow, after: string | undefined): Promise<"stored" | "changed">
  /** Removes a draft. @returns `changed` if one is stored that was not stored at `at` */
  discardDraft(key: ItemKey, at: string): Promise<"discarded" | "changed">
}

/** Cases as everybody but their writer gets them: without the commit by which one changes. */
export type CaseReads = Omit<BreachCases, "commit">

/** What the list of a party's cases reads: rows of cases and of their parties, and pointers. */
export type CasesOfParty = Pick<BreachCases, "items" | "ofParty">

/** @throws CommitTooLarge */
export function assertSize(change: CaseCommit): void {
  const items = 1 + change.items.length + change.pointers.length + (change.removed?.length ?? 0)
  if (items > commitItems) throw new CommitTooLarge(items)
}

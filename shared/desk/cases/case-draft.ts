import type { TimelineData } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import type { ItemKey } from "./case-keys.ts"
import type { CaseItem, CaseRow, PointerRow } from "./case-rows.ts"
import type { PlannedMessage } from "./outbox-message.ts"

/** Most items in one DynamoDB transaction (TransactWriteItems). */
export const commitItems = 100

/** A pointer to put, if it still leads to the case `expected`; `undefined`: if there is no pointer yet. */
export type PointerChange = { row: PointerRow; expected: string | undefined }

/** An entry that a change adds to the timeline. */
export type PlannedEntry = {
  /** `hub`, or the alias of the case for the party that acted. */
  actor: string
  type: TimelineEntryType
  data: TimelineData
  /** Party ids. A party that receives a message of this entry may see it too. */
  visibleTo: readonly string[]
  /** For parties that may not see all of actor and data: what they see instead, by party id. */
  shown?: Readonly<Record<string, { actor?: string; data?: TimelineData }>> | undefined
  messages?: readonly PlannedMessage[]
}

/** A decided change. The writer sets version and timeline heads of the case row. */
export type CaseDraft = {
  case: CaseRow
  items: readonly CaseItem[]
  pointers?: readonly PointerChange[]
  removed?: readonly ItemKey[]
  entries: readonly PlannedEntry[]
}

/** What was decided: a change of the case, or none, and what whoever asked for it gets, such as a refusal. */
export type Decided<Result> = { draft?: CaseDraft | undefined; result: Result }

/** Who reads an entry: those that may see it and those that receive a message of it. */
export function readersOfEntry({ visibleTo, messages = [] }: PlannedEntry): string[] {
  return [...new Set([...visibleTo, ...messages.map(({ audience }) => audience)])].sort()
}

import { type PlannedEntry, readersOfEntry } from "./case-draft.ts"
import type { ItemKey } from "./case-keys.ts"
import type { CaseItem } from "./case-rows.ts"
import { headsRowsAtMost } from "./timeline-heads.ts"

/** Rows to put, rows to remove and timeline entries, to be written in one transaction. */
export type CaseChanges = {
  items: readonly CaseItem[]
  removed: readonly ItemKey[]
  entries: readonly PlannedEntry[]
}

export const noChanges: CaseChanges = { items: [], removed: [], entries: [] }

/** All of these changes, in their order. */
export function combineChanges(...all: readonly CaseChanges[]): CaseChanges {
  return {
    items: all.flatMap(({ items }) => items),
    removed: all.flatMap(({ removed }) => removed),
    entries: all.flatMap(({ entries }) => entries),
  }
}

/** How many rows of a transaction these changes take. Each timeline entry is a row, and so are heads of timelines. */
export function changeSize({ items, removed, entries }: CaseChanges): number {
  const readers = new Set(entries.flatMap(readersOfEntry))
  return items.length + removed.length + entries.length + Math.min(headsRowsAtMost, readers.size)
}

import type { CaseKey, PendingCount } from "../cases/case-rows.ts"
import { widenedKeys } from "./attribution.ts"

/** An index of the ledger may lag behind it; what it hid is counted this much later. */
export const recountSeconds = 90

/** What is to be counted of the ledger for keys that attribute more than before; again a little later where an index may lag. */
export function pendingCounts(before: readonly CaseKey[], after: readonly CaseKey[], at: string): PendingCount[] {
  const later = new Date(Date.parse(at) + recountSeconds * 1000).toISOString()
  return widenedKeys(before, after).flatMap(({ accessorKey, from }) => [
    { accessorKey, from, dueAt: at },
    ...(accessorKey.startsWith("subject#") ? [] : [{ accessorKey, from, dueAt: later }]),
  ])
}

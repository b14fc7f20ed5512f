import { keyKind } from "../../watch/detection/accessor.ts"
import type { CaseKey, PendingCount } from "../cases/case-rows.ts"
import { widenedKeys } from "./attribution.ts"

/** An index of the ledger may lag behind it. What it hid is counted this much later. */
export const recountSeconds = 90

/**
 * What to count of the ledger for keys that attribute more than before. A key that is read through an index is counted
 * again a little later.
 */
export function planCounts(before: readonly CaseKey[], after: readonly CaseKey[], at: string): PendingCount[] {
  const later = new Date(Date.parse(at) + recountSeconds * 1000).toISOString()
  return widenedKeys(before, after).flatMap(({ accessorKey, from }) => [
    { accessorKey, from, dueAt: at },
    ...(keyKind(accessorKey) === "subject" ? [] : [{ accessorKey, from, dueAt: later }]),
  ])
}

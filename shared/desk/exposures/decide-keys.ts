import { keyRow, pendingRow } from "../cases/accessor-keys.ts"
import type { PointerChange } from "../cases/case-draft.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { accessorPointer } from "../cases/case-pointers.ts"
import type { CaseItem, CaseKey, CaseRow, PointerRow } from "../cases/case-rows.ts"
import { joinKeys, sameAttribution } from "./attribution.ts"
import { planCounts } from "./plan-counts.ts"

/** Keys that one transaction adds to a case, each with its row, a pointer and up to two counts. */
export const keysAtOnce = 15

/**
 * Accessor keys for a case, what it attributes to itself for them, the pointers at them, and the open cases that the
 * pointers lead to; see `openCasesAt`.
 */
export type Taking = {
  keys: readonly CaseKey[]
  known: readonly CaseKey[]
  pointers: ReadonlyMap<string, PointerRow>
  open: ReadonlyMap<string, CaseRow>
}

/**
 * What a case changes when it takes these keys: their rows, what it has to count for them, and their pointers.
 *
 * @param at ISO instant
 */
export function takenKeys(
  caseId: string,
  { keys, known, pointers, open }: Taking,
  at: string,
): { items: CaseItem[]; pointers: PointerChange[] } {
  const before = new Map(known.map((key) => [key.accessorKey, key]))
  const after = joinKeys(known, keys)
  const changed = after.filter((key) => {
    const same = before.get(key.accessorKey)
    return same === undefined || !sameAttribution(same, key)
  })
  const counts = planCounts(known, after, at)
  const moved = after.flatMap((key): PointerChange[] => {
    const current = pointers.get(pointerKeys.accessor(key.accessorKey).pk)
    // A merge moves the pointers of the cases that it ends, with what they attribute.
    const isToBeMoved = current !== undefined && current.caseId !== caseId && open.has(current.caseId)
    const isUnchanged = current?.caseId === caseId && sameAttribution(current, key)
    if (isToBeMoved || isUnchanged) return []
    return [{ row: accessorPointer(caseId, key, current), expected: current?.caseId }]
  })
  const items = [...changed.map((key) => keyRow(caseId, key)), ...counts.map((one) => pendingRow(caseId, one))]
  return { items, pointers: moved }
}

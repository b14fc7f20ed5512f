import { chunksOf } from "../../base/platform/chunks-of.ts"
import { keyRow, keysAmong, pendingRow } from "../cases/accessor-keys.ts"
import type { PointerChange } from "../cases/breach-cases.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { accessorPointer, pointersAt } from "../cases/case-pointers.ts"
import type { CaseItem, CaseKey, CaseRow, PointerRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeOpenCase } from "../cases/change-case.ts"
import { joinKeys, sameAttribution } from "./attribution.ts"
import { planCounts } from "./plan-counts.ts"

/** Keys that one transaction adds to a case, each with its row, a pointer and up to two counts. */
export const keysAtOnce = 15

/** Accessor keys for a case, the pointers at them, and the open cases that the pointers lead to; see `openCasesAt`. */
type Taking = {
  keys: readonly CaseKey[]
  pointers: ReadonlyMap<string, PointerRow>
  open: ReadonlyMap<string, CaseRow>
}

/** What a case changes when it takes these keys: their rows, what it has to count for them, and their pointers. */
export async function takenKeys(
  desk: CaseDesk,
  caseId: string,
  { keys, pointers, open }: Taking,
): Promise<{ items: CaseItem[]; pointers: PointerChange[] }> {
  const known = await keysAmong(
    desk,
    caseId,
    keys.map(({ accessorKey }) => accessorKey),
  )
  const before = new Map(known.map((key) => [key.accessorKey, key]))
  const after = joinKeys(known, keys)
  const changed = after.filter((key) => {
    const same = before.get(key.accessorKey)
    return same === undefined || !sameAttribution(same, key)
  })
  const counts = planCounts(known, after, desk.clock().toISOString())
  const moved = after.flatMap((key): PointerChange[] => {
    const at = pointerKeys.accessor(key.accessorKey)
    const current = pointers.get(at.pk)
    // A merge moves the pointers of the cases that it ends, with what they attribute.
    const isToBeMoved = current !== undefined && current.caseId !== caseId && open.has(current.caseId)
    const isUnchanged = current?.caseId === caseId && sameAttribution(current, key)
    if (isToBeMoved || isUnchanged) return []
    return [{ row: accessorPointer(caseId, key, current), expected: current?.caseId }]
  })
  const items = [...changed.map((key) => keyRow(caseId, key)), ...counts.map((one) => pendingRow(caseId, one))]
  return { items, pointers: moved }
}

/** Gives a case these keys, a few in each transaction. Repeating the call has no effect. */
export async function takeKeys(desk: CaseDesk, caseId: string, keys: readonly CaseKey[]): Promise<void> {
  for (const chunk of chunksOf(keys, keysAtOnce)) {
    await changeOpenCase(desk, caseId, async () => {
      const pointers = await pointersAt(
        desk,
        chunk.map(({ accessorKey }) => pointerKeys.accessor(accessorKey)),
      )
      const open = await openCasesAt(desk, [...pointers.values()])
      const taken = await takenKeys(desk, caseId, { keys: chunk, pointers, open })
      return taken.items.length + taken.pointers.length === 0 ? undefined : taken
    })
  }
}

/**
 * The open cases that these pointers lead to, by the id in the pointer, without those that are set aside. While a merge
 * is under way, a pointer still names the case that ended, and leads to the surviving one.
 */
export async function openCasesAt(
  desk: CaseDesk,
  pointers: readonly PointerRow[],
): Promise<ReadonlyMap<string, CaseRow>> {
  const open = new Map<string, CaseRow>()
  let wanted = new Map(pointers.map(({ caseId }) => [caseId, [caseId]]))
  while (wanted.size > 0) {
    const found = await desk.cases.items([...wanted.keys()].map(caseKeys.case))
    const next = new Map<string, string[]>()
    for (const row of found) {
      if (row.type !== "case") continue
      const named = wanted.get(row.caseId) ?? []
      if (isSetAside(row)) continue
      if (row.state === "open") for (const caseId of named) open.set(caseId, row)
      else if (row.mergedInto !== undefined) {
        next.set(row.mergedInto, [...(next.get(row.mergedInto) ?? []), ...named])
      }
    }
    wanted = next
  }
  return open
}

/**
 * Whether a case without parties is set aside: nothing has to be watched in it, and later anomalies open another one.
 * It still takes what the ledger shows late.
 */
const isSetAside = ({ state, partyId }: Pick<CaseRow, "state" | "partyId">): boolean =>
  state === "open" && partyId === "hub#closed"

import { chunksOf } from "../../base/platform/chunks-of.ts"
import { keysAmong } from "../cases/accessor-keys.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import { type CaseKey, type CaseRow, type PointerRow, rowsOfType } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../cases/change-case.ts"
import { keysAtOnce, type Taking, takenKeys } from "./decide-keys.ts"

/** Gives a case these keys, a few in each transaction. Repeating the call has no effect. */
export async function takeKeys(desk: CaseDesk, caseId: string, keys: readonly CaseKey[]): Promise<void> {
  for (const chunk of chunksOf(keys, keysAtOnce)) await changeCase(desk, taking, { caseId, keys: chunk })
}

const taking = whileOpen({
  async read(desk: CaseDesk, { caseId, keys }: { caseId: string; keys: readonly CaseKey[] }) {
    const accessorKeys = keys.map(({ accessorKey }) => accessorKey)
    const pointers = await pointersAt(desk, accessorKeys.map(pointerKeys.accessor))
    const open = await openCasesAt(desk, [...pointers.values()])
    const known = await keysAmong(desk, caseId, accessorKeys)
    return { keys, known, pointers, open, at: desk.clock().toISOString() }
  },
  decide(rows: Taking & { at: string }, { caseId }) {
    const taken = takenKeys(caseId, rows, rows.at)
    return taken.items.length + taken.pointers.length === 0 ? undefined : taken
  },
})

/** The open cases that these pointers lead to, by the id in the pointer, without those that are set aside. */
export async function openCasesAt(
  desk: Pick<CaseDesk, "cases">,
  pointers: readonly PointerRow[],
): Promise<ReadonlyMap<string, CaseRow>> {
  const open = await openCasesOf(
    desk,
    pointers.map(({ caseId }) => caseId),
  )
  return new Map([...open].filter(([, row]) => !isSetAside(row)))
}

/**
 * Whether a case without parties is set aside: nothing has to be watched in it, and later anomalies open another one.
 * It still takes what the ledger shows late.
 */
const isSetAside = ({ partyId }: Pick<CaseRow, "partyId">): boolean => partyId === "hub#closed"

/** The open cases that these are, or into which they were merged, by the id that is given. */
export async function openCasesOf(
  desk: Pick<CaseDesk, "cases">,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, CaseRow>> {
  const open = new Map<string, CaseRow>()
  let wanted = new Map(caseIds.map((caseId) => [caseId, [caseId]]))
  while (wanted.size > 0) {
    const found = await desk.cases.items([...wanted.keys()].map(caseKeys.case))
    const next = new Map<string, string[]>()
    for (const row of rowsOfType(found, "case")) {
      const named = wanted.get(row.caseId) ?? []
      if (row.state === "open") for (const caseId of named) open.set(caseId, row)
      else if (row.mergedInto !== undefined) {
        next.set(row.mergedInto, [...(next.get(row.mergedInto) ?? []), ...named])
      }
    }
    wanted = next
  }
  return open
}

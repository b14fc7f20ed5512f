import { chunksOf } from "../../base/platform/chunks-of.ts"
import { keyKind } from "../../watch/detection/accessor.ts"
import { restrictionHours } from "../../watch/detection/thresholds/thresholds.ts"
import { keyRow, keysOfCase, nextPending } from "../cases/accessor-keys.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { accessorPointer, pointersAt } from "../cases/case-pointers.ts"
import type { CaseKey, CaseRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../cases/change-case.ts"
import { anomaliesOf } from "../cases/rows-of-case.ts"

const quietMilliseconds = restrictionHours * 3_600_000

/** Keys that one transaction ends, each with its row and a pointer. */
const keysAtOnce = 40

/**
 * Sets aside a case of which the ledger showed nothing to anybody for as long as a restriction lasts. From then on what
 * strangers see on the same network is not attributed to it. What the ledger shows late of the time before still is,
 * and then the case is watched again. Repeating the call has no effect.
 */
export async function setAsideQuiet(desk: CaseDesk, caseId: string): Promise<void> {
  const current = await desk.cases.get(caseId)
  if (current === undefined || !(await isQuiet(desk, current))) return
  const endless: CaseKey[] = []
  for await (const key of keysOfCase(desk, caseId)) if (isEndless(key)) endless.push(key)
  for (const some of chunksOf(endless, keysAtOnce)) await changeCase(desk, endingKeys, { caseId, keys: some })
  await changeCase(desk, settingAside, { caseId })
}

const settingAside = whileOpen({
  read: (desk: CaseDesk, _of: { caseId: string }, current) => isQuiet(desk, current),
  decide: (isQuiet, _of, current) => (isQuiet ? { case: { ...current, partyId: "hub#closed" } } : undefined),
})

async function isQuiet(desk: CaseDesk, { caseId, parties, merging = [], openedAt }: CaseRow): Promise<boolean> {
  const isOld = (at: string) => desk.clock().getTime() - Date.parse(at) >= quietMilliseconds
  if (parties.length > 0 || merging.length > 0 || !isOld(openedAt)) return false
  if ((await nextPending(desk, caseId)) !== undefined) return false
  return (await anomaliesOf(desk, caseId)).every(({ joinedAt }) => isOld(joinedAt))
}

/** A subject is one visitor, whatever it does later. Others share a network. */
const isEndless = ({ accessorKey, attributesFrom, attributesUntil }: CaseKey): boolean =>
  attributesFrom !== undefined && attributesUntil === undefined && keyKind(accessorKey) !== "subject"

/** Ends now what the case attributes to itself for some keys. */
const endingKeys = whileOpen({
  async read(desk: CaseDesk, { keys }: { caseId: string; keys: readonly CaseKey[] }, current) {
    if (!(await isQuiet(desk, current))) return undefined
    const pointers = await pointersAt(
      desk,
      keys.map(({ accessorKey }) => pointerKeys.accessor(accessorKey)),
    )
    return { pointers, at: desk.clock().toISOString() }
  },
  decide(rows, { caseId, keys }) {
    if (rows === undefined) return undefined
    const ended = keys.map((key) => ({ ...key, attributesUntil: rows.at }))
    return {
      items: ended.map((key) => keyRow(caseId, key)),
      pointers: ended.flatMap((key) => {
        const current = rows.pointers.get(pointerKeys.accessor(key.accessorKey).pk)
        return current?.caseId === caseId ? [{ row: accessorPointer(caseId, key, current), expected: caseId }] : []
      }),
    }
  },
})

import { chunksOf } from "../../base/platform/chunks-of.ts"
import { keyRow, keysAmong, keysOfCase, pendingRow } from "../cases/accessor-keys.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { accessorPointer, pointersAt } from "../cases/case-pointers.ts"
import type { CaseKey, CaseRow } from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { joinKeys } from "../exposures/attribution.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { planCounts } from "../exposures/plan-counts.ts"

/** Keys that one transaction moves, each with a pointer, its own row and up to two counts. */
const keysAtOnce = 20

/**
 * Gives the accessor keys of the merged case to the surviving one. The surviving case counts the ledger for them anew,
 * because no case attributed what they saw since the merged case ended.
 */
export async function moveAccessorKeys(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  const merging: CaseKey[] = []
  for await (const key of keysOfCase(desk, merged.caseId)) merging.push(key)
  for (const chunk of chunksOf(merging, keysAtOnce)) {
    await changeOpenCase(desk, survivorId, async () => {
      const pointers = await pointersAt(
        desk,
        chunk.map(({ accessorKey }) => pointerKeys.accessor(accessorKey)),
      )
      const pointerAt = (accessorKey: string) => pointers.get(pointerKeys.accessor(accessorKey).pk)
      const ownerOf = (accessorKey: string) => pointerAt(accessorKey)?.caseId
      const ours = chunk.filter(({ accessorKey }) => [merged.caseId, survivorId].includes(ownerOf(accessorKey) ?? ""))
      const known = await keysAmong(
        desk,
        survivorId,
        ours.map(({ accessorKey }) => accessorKey),
      )
      const keys = joinKeys(known, ours)
      const moving = keys.filter(({ accessorKey }) => ownerOf(accessorKey) === merged.caseId)
      if (moving.length === 0) return undefined
      const pending = planCounts([], moving, desk.clock().toISOString())
      return {
        items: [...keys.map((key) => keyRow(survivorId, key)), ...pending.map((one) => pendingRow(survivorId, one))],
        pointers: moving.map((key) => ({
          row: accessorPointer(survivorId, key, pointerAt(key.accessorKey)),
          expected: merged.caseId,
        })),
      }
    })
  }
}

import { chunksOf } from "../../platform/chunks-of.ts"
import { pointerOf, pointersAt } from "../cases/case-pointers.ts"
import { type CaseRow, pointerKeys } from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { joinKeys } from "../exposures/attribution.ts"
import { planCounts } from "../exposures/count-pending.ts"
import type { GrowthDesk } from "../exposures/growth-desk.ts"
import { movedAtOnce } from "./move-rows.ts"

/**
 * Gives the accessor keys of the merged case to the surviving one. The surviving case counts the ledger for them anew,
 * because no case attributed what they saw since the merged case ended.
 */
export async function moveAccessorKeys(desk: GrowthDesk, merged: CaseRow, survivorId: string): Promise<void> {
  for (const chunk of chunksOf(merged.keys, movedAtOnce)) {
    await changeOpenCase(desk, survivorId, async (survivor) => {
      const pointers = await pointersAt(
        desk,
        chunk.map(({ accessorKey }) => pointerKeys.accessor(accessorKey)),
      )
      const ownerOf = (accessorKey: string) => pointers.get(pointerKeys.accessor(accessorKey).pk)?.caseId
      const ours = chunk.filter(({ accessorKey }) => [merged.caseId, survivorId].includes(ownerOf(accessorKey) ?? ""))
      const keys = joinKeys(survivor.keys, ours)
      const moving = keys.filter(({ accessorKey }) => ownerOf(accessorKey) === merged.caseId)
      if (moving.length === 0) return undefined
      const counted = survivor.keys.filter((key) => !moving.some((one) => one.accessorKey === key.accessorKey))
      const pending = planCounts(counted, joinKeys(counted, moving), desk.clock().toISOString())
      return {
        case: { ...survivor, keys, pending: [...survivor.pending, ...pending] },
        pointers: moving.map((key) => ({
          row: pointerOf(pointerKeys.accessor(key.accessorKey), survivorId, key),
          expected: merged.caseId,
        })),
      }
    })
  }
}

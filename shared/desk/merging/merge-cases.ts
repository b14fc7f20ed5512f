import { earlier } from "../../base/platform/instants.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import { changeCase, whileOpen } from "../cases/change-case.ts"
import type { ExposurePorts, MergeCases } from "../exposures/exposure-ports.ts"
import type { Merge } from "./decide-moves.ts"
import { endAsMerged } from "./end-as-merged.ts"
import { moveRows } from "./move-rows.ts"
import { moveUnnamedNotices } from "./move-unnamed-notices.ts"

/**
 * Merges into a case the open cases that an anomaly showed to be the same breach. A merged case ends, the parties that
 * are in both cases are alerted, and its aliases lead to the surviving case. Every step can be repeated. After a crash
 * the case is still on the list of those to merge, and the next call finishes it.
 *
 * @param until epoch milliseconds at which it stops moving exposures; another call goes on
 */
export async function mergeCases(
  desk: ExposurePorts,
  survivorId: string,
  until: number = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (;;) {
    const survivor = await desk.cases.get(survivorId)
    const [mergedId] = survivor?.state === "open" ? (survivor.merging ?? []) : []
    if (mergedId === undefined) return
    const merged = await endAsMerged(desk, mergedId, survivorId)
    if (merged !== undefined && !(await moveContents(desk, { merged, survivorId, until }))) return
    await changeCase(desk, striking, { caseId: survivorId, mergedId, merged })
  }
}

/** For those that find cases to merge. */
export const mergerOver =
  (desk: ExposurePorts): MergeCases =>
  (caseId, until) =>
    mergeCases(desk, caseId, until)

/** Each step can be repeated. @returns whether all is moved */
async function moveContents(desk: ExposurePorts, merge: Merge): Promise<boolean> {
  return (await moveRows(desk, merge)) && (await moveUnnamedNotices(desk, merge))
}

type Striking = { caseId: string; mergedId: string; merged: CaseRow | undefined }

/** Ends the merge of one case. The surviving case also merges what the merged case still had to. */
const striking = whileOpen({
  read: async (_desk: ExposurePorts) => undefined,
  decide(_rows, { mergedId, merged }: Striking, survivor) {
    if (survivor.merging === undefined) return undefined
    const merging = new Set([...survivor.merging, ...(merged?.merging ?? [])])
    merging.delete(mergedId)
    const next = merged === undefined ? survivor : withBeginning(survivor, merged)
    return { case: { ...next, merging: [...merging] } }
  },
})

/** The surviving case with the earlier discovery, and with a finder instead of the detector where there is one. */
function withBeginning(survivor: CaseRow, merged: CaseRow): CaseRow {
  const isReported = survivor.finder !== undefined && survivor.finder.kind !== "hub"
  const finder = isReported ? survivor.finder : (merged.finder ?? survivor.finder)
  return {
    ...survivor,
    discoveredAt: earlier(survivor.discoveredAt, merged.discoveredAt),
    ...(finder === undefined ? {} : { finder }),
  }
}

import { chunksOf } from "../../base/platform/chunks-of.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { MarkerRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"

/** Notes that are written at the same time. */
const notesAtOnce = 16

/**
 * The note that a case counted what was seen of a parcel or an order. It is never removed, so that each later claim
 * asks for what was counted.
 */
export function countedMarker(caseId: string, recordId: string, at: string): MarkerRow {
  return { ...caseKeys.counted(recordId), caseId, type: "marker", at }
}

/** Notes that a case counts what was seen of these parcels and orders. */
export async function noteCounted(
  { cases, clock }: Pick<CaseDesk, "cases" | "clock">,
  caseId: string,
  recordIds: readonly string[],
): Promise<void> {
  const at = clock().toISOString()
  for (const some of chunksOf(recordIds, notesAtOnce))
    await Promise.all(some.map((recordId) => cases.mark(countedMarker(caseId, recordId, at))))
}

/** Which of these parcels and orders a case has counted. Asks for all of them at once. */
export async function countedAmong(
  { cases }: Pick<CaseDesk, "cases">,
  recordIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const keys = new Map(recordIds.map((recordId) => [caseKeys.counted(recordId).pk, recordId]))
  const found = await cases.items(recordIds.map(caseKeys.counted))
  return new Set(found.flatMap(({ pk }) => keys.get(pk) ?? []))
}

import canonicalize from "canonicalize"
import type { Problem } from "../../base/contracts/problem.ts"
import type { CaseDesk } from "./change-case.ts"

/** The answer to an event under an id that its party used before, for an event with other data. */
export const idReused: Problem = { path: "metadata.id", rule: "idReused" }

/**
 * Keyed hash of an event's type and data. They can hold references, and nobody may find one by trying. When the party
 * acted (`at`) is left out: who answers a repeated message again under the same id does so at another time.
 */
export function eventContentOf(
  desk: Pick<CaseDesk, "hashUnderKey">,
  partyId: string,
  { detailType, data: { at: _at, ...data } }: { detailType: string; data: Readonly<Record<string, unknown>> },
): string {
  return desk.hashUnderKey("event-content", partyId, canonicalize({ detailType, data }) ?? "")
}

/** Whether a row was written for an event with other data. Rows from before the content was kept do not tell. */
export const isOfOtherContent = (row: object | undefined, content: string): boolean =>
  row !== undefined && "content" in row && row.content !== undefined && row.content !== content

import canonicalize from "canonicalize"
import type { Problem } from "../../contracts/problem.ts"
import type { CaseDesk } from "./change-case.ts"

/** The answer to an event under an id that its party used before, for an event with other data. */
export const idReused: Problem = { path: "metadata.id", rule: "idReused" }

/** Keyed hash of an event's type and data. They can hold references, and nobody may find one by trying. */
export function eventContentOf(
  desk: Pick<CaseDesk, "hashUnderKey">,
  partyId: string,
  { detailType, data }: { detailType: string; data: unknown },
): string {
  return desk.hashUnderKey("event-content", partyId, canonicalize({ detailType, data }) ?? "")
}

/** Whether a row was written for an event with other data. Rows from before the content was kept do not tell. */
export const isOfOtherContent = (row: object | undefined, content: string): boolean =>
  row !== undefined && "content" in row && row.content !== undefined && row.content !== content

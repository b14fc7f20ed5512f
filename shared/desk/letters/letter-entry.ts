import { caseKeys } from "../cases/case-keys.ts"
import type { CaseRow, LetterRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import type { LetterRequest } from "../cases/letter-rows.ts"
import type { TimelineData } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import { readersOf, viewerOf } from "../visibility.ts"

/** Types of entries about a letter, which its two parties read. */
type LetterEntryType = Extract<TimelineEntryType, `Letter${string}`>

/** What each entry about a letter says of it. */
export function namedLetter({ letterId, request }: Pick<LetterRow, "letterId" | "request">): TimelineData {
  return { letterId, ...namedRequest(request) }
}

function namedRequest(request: LetterRequest): TimelineData {
  if (request.kind !== "doDuty") return { request: request.kind }
  const { kind, dutyId, law, dutyKind } = request
  return { request: kind, dutyId, law, kind: dutyKind }
}

/** An entry of the hub about a letter: what became of it, apart from what the counterparty did. */
export async function letterEntry(
  desk: Pick<CaseDesk, "cases">,
  { caseId }: CaseRow,
  letter: LetterRow,
  { type, data = {} }: { type: LetterEntryType; data?: TimelineData },
): Promise<PlannedEntry> {
  const [own] = await desk.cases.items([caseKeys.party(caseId, letter.to)])
  const visibleTo = own?.type === "party" ? readersOf(type, viewerOf(own), [letter.by]) : []
  return { actor: "hub", type, data: { ...namedLetter(letter), ...data }, visibleTo }
}

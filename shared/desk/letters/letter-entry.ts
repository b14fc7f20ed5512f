import type { PlannedEntry } from "../cases/case-draft.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { CaseRow, LetterRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
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

/**
 * An entry of the hub about a letter: what became of it, apart from what the counterparty did.
 *
 * @param to the row of the letter's counterparty, see {@link receiverOf}
 */
export function letterEntry(
  to: PartyRow | undefined,
  letter: LetterRow,
  { type, data = {} }: { type: LetterEntryType; data?: TimelineData },
): PlannedEntry {
  const visibleTo = to === undefined ? [] : readersOf(type, viewerOf(to), [letter.by])
  return { actor: "hub", type, data: { ...namedLetter(letter), ...data }, visibleTo }
}

/** The row of the counterparty of a letter, in the case as it is now. */
export async function receiverOf(
  desk: Pick<CaseDesk, "cases">,
  { caseId }: CaseRow,
  letter: LetterRow,
): Promise<PartyRow | undefined> {
  const [to] = await desk.cases.items([caseKeys.party(caseId, letter.to)])
  return to?.type === "party" ? to : undefined
}

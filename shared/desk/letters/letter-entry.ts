import type { PlannedEntry } from "../cases/case-draft.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { type CaseRow, type LetterRow, type PartyRow, rowsOfType } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { LetterRequest } from "../cases/letter-rows.ts"
import type { LetterNews, PlannedMessage } from "../cases/outbox-message.ts"
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

/** The rows of the two parties of a letter, in the case as it is now. */
export type PartiesOfLetter = { readonly to: PartyRow | undefined; readonly by: PartyRow | undefined }

/**
 * An entry of the hub about a letter: what became of it, apart from what the counterparty did.
 *
 * @param of.became what the retailer that asks gets a mail about
 */
export function letterEntry(
  { to, by }: PartiesOfLetter,
  letter: LetterRow,
  of: { type: LetterEntryType; data?: TimelineData; became?: Exclude<LetterNews["became"], "answered"> },
): PlannedEntry {
  const { type, data = {}, became } = of
  const visibleTo = to === undefined ? [] : readersOf(type, viewerOf(to), [letter.by])
  const messages = became === undefined ? [] : newsOf(by, letter, { became, once: letter.sentFor ?? letter.askedAt })
  return { actor: "hub", type, data: { ...namedLetter(letter), ...data }, visibleTo, messages }
}

/** The mail to the retailer that asks, about what became of its letter. None if it is not in the case. */
export function newsOf(
  by: PartyRow | undefined,
  { letterId, request }: LetterRow,
  { once, ...news }: Pick<LetterNews, "became" | "answer" | "hasFile" | "late"> & { once: string },
): PlannedMessage[] {
  if (by === undefined) return []
  const { partyId: audience, alias } = by
  const of = { caseAlias: alias, caseUrl: `/v1/cases/${alias}`, request: request.kind, ...news }
  return [{ kind: "LetterAsked", audience, once: `${letterId} ${once}`, facts: { letterId, news: of } }]
}

export async function partiesOfLetter(
  desk: Pick<CaseDesk, "cases">,
  { caseId }: CaseRow,
  letter: LetterRow,
): Promise<PartiesOfLetter> {
  const rows = await desk.cases.items([caseKeys.party(caseId, letter.to), caseKeys.party(caseId, letter.by)])
  const of = (partyId: string) => rowsOfType(rows, "party").find((row) => row.partyId === partyId)
  return { to: of(letter.to), by: of(letter.by) }
}

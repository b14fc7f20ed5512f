import type { PlannedEntry } from "../cases/case-draft.ts"
import { paperKeys } from "../cases/case-keys.ts"
import type { CaseItem, LetterRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { LetterAnswer, LetterFile } from "../cases/letter-rows.ts"
import type { TimelineData } from "../timeline.ts"
import { readersOf, type Viewer } from "../visibility.ts"
import { namedLetter, newsOf } from "./letter-entry.ts"
import { isOpen, letterIn } from "./letters-of-case.ts"

/** What a counterparty does by a letter: it acknowledges it, or answers it, which spends the link. */
export type LetterStep =
  | { readonly kind: "acknowledge" }
  | { readonly kind: "answer"; readonly answer: LetterAnswer; readonly file?: StoredFile }

/** A file that came with an answer, and is stored. Its name is sealed for the retailer that asks. */
export type StoredFile = LetterFile & { readonly sealedName: string }

/** By which letter a party acts, and with which link. */
export type ByLetter = { readonly letterId: string; readonly linkHash: string; readonly step: LetterStep }

/** The letter by which a party acts; `undefined` if it was answered, or its link no longer counts. */
export async function letterToUse(
  desk: Pick<CaseDesk, "cases" | "clock">,
  caseId: string,
  { letterId, linkHash }: ByLetter,
): Promise<LetterRow | undefined> {
  const letter = await letterIn(desk, caseId, letterId)
  const counts = letter !== undefined && letter.linkHash === linkHash && isOpen(letter, desk.clock().toISOString())
  return counts ? letter : undefined
}

type Side = { readonly own: PartyRow; readonly others: readonly PartyRow[]; readonly viewer: Viewer }

/**
 * What an act changes of the letter by which it was done, with the entry that says so.
 *
 * @param of.at ISO instant of the hub's clock
 * @param of.late code of the refusal that the act met: then the answer is recorded, and nothing else happens
 */
export function changesOfLetter(
  { own, others, viewer }: Side,
  { letter, step, at, late }: { letter: LetterRow; step: LetterStep; at: string; late?: string | undefined },
): { items: CaseItem[]; entries: PlannedEntry[] } {
  const entryOf = (type: "LetterAcknowledged" | "LetterAnswered", data: TimelineData): PlannedEntry => ({
    actor: own.alias,
    type,
    data: { ...namedLetter(letter), ...data },
    visibleTo: readersOf(type, viewer, [letter.by]),
  })
  if (step.kind === "acknowledge") {
    if (letter.acknowledgedAt !== undefined) return { items: [], entries: [] }
    return { items: [{ ...letter, acknowledgedAt: at }], entries: [entryOf("LetterAcknowledged", {})] }
  }
  const { answer, file } = step
  const withFile = file === undefined ? {} : { file: fileOf(file) }
  const isLate = late === undefined ? {} : { late }
  const row: LetterRow = { ...letter, state: "answered", answeredAt: at, answer, ...withFile, ...isLate }
  const asker = others.find(({ partyId }) => partyId === letter.by)
  const evidence = file === undefined || asker === undefined ? [] : [evidenceOf(asker, letter, { file, at })]
  const isAfterTerm = letter.answerBy !== undefined && letter.answerBy < at
  const data = { ...answerInEntry(answer), ...withFile, ...(isAfterTerm ? { afterTerm: true } : {}), ...isLate }
  const news = { became: "answered" as const, answer, hasFile: file !== undefined, late: late !== undefined, once: at }
  const entry = { ...entryOf("LetterAnswered", data), messages: newsOf(asker, row, news) }
  return { items: [row, ...evidence], entries: [entry] }
}

function answerInEntry(answer: LetterAnswer): TimelineData {
  if (answer.kind === "decline") return { answer: answer.kind, reason: answer.reason }
  const promised = answer.kind === "accept" && answer.promisedBy !== undefined ? { promisedBy: answer.promisedBy } : {}
  return { answer: answer.kind, ...promised }
}

const fileOf = ({ sealedName: _, ...file }: StoredFile): LetterFile => file

/** The file as evidence of the retailer that asked. */
function evidenceOf(
  asker: PartyRow,
  { letterId }: LetterRow,
  { file, at }: { file: StoredFile; at: string },
): CaseItem {
  const { evidenceId } = file
  const { partyId } = asker
  return { ...paperKeys.evidence(asker, { at, evidenceId }), type: "evidence", partyId, at, ...file, letterId }
}

/** The entries of what a party did by a letter: they name the letter, and when it was sent. */
export function withLetter(
  entries: readonly PlannedEntry[],
  { alias }: Pick<PartyRow, "alias">,
  { letterId, sentAt, askedAt }: LetterRow,
): PlannedEntry[] {
  const via = { via: "letter", letterId, letterSentAt: sentAt ?? askedAt }
  return entries.map((entry) => {
    if (entry.actor !== alias) return entry
    const { data, shown = {} } = entry
    const seen = Object.entries(shown).map(([id, one]) => [id, { ...one, data: { ...(one.data ?? data), ...via } }])
    return { ...entry, data: { ...data, ...via }, shown: Object.fromEntries(seen) }
  })
}

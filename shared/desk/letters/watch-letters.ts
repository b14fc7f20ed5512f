import { namerOf } from "../../parties/counterparty-id.ts"
import { type CaseChanges, noChanges } from "../cases/case-changes.ts"
import type { CaseRow, LetterRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { letterEntry, receiverOf } from "./letter-entry.ts"
import { lettersOf } from "./letters-of-case.ts"

/** A letter whose term has passed without an answer, and the row of its counterparty. */
export type UnansweredLetter = { readonly letter: LetterRow; readonly to: PartyRow | undefined }

/**
 * The letters of a case whose term has passed without an answer. A case without a named counterparty has no letters,
 * and costs no read.
 *
 * @param at ISO instant
 */
export async function unansweredLetters(
  desk: Pick<CaseDesk, "cases">,
  current: CaseRow,
  at: string,
): Promise<UnansweredLetter[]> {
  if (current.parties.every((partyId) => namerOf(partyId) === undefined)) return []
  const letters = (await lettersOf(desk, current.caseId)).filter((letter) => isUnanswered(letter, at))
  return Promise.all(letters.map(async (letter) => ({ letter, to: await receiverOf(desk, current, letter) })))
}

/** Notes that a letter was not answered in time. */
export function noteUnanswered({ letter, to }: UnansweredLetter, at: string): CaseChanges {
  const row: LetterRow = { ...letter, unansweredAt: at }
  const { answerBy = at } = letter
  const entry = letterEntry(to, row, { type: "LetterUnanswered", data: { answerBy } })
  return { ...noChanges, items: [row], entries: [entry] }
}

/** A letter that did not arrive has no term. */
const isUnanswered = ({ state, answerBy, unansweredAt }: LetterRow, at: string): boolean =>
  state === "sent" && unansweredAt === undefined && answerBy !== undefined && answerBy <= at

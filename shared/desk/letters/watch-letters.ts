import { namerOf } from "../../parties/counterparty-id.ts"
import { type CaseChanges, noChanges } from "../cases/case-changes.ts"
import type { CaseRow, LetterRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { letterEntry, type PartiesOfLetter, partiesOfLetter } from "./letter-entry.ts"
import { lettersOf } from "./letters-of-case.ts"

/** A letter whose term has passed without an answer, and the rows of its parties. */
export type UnansweredLetter = { readonly letter: LetterRow; readonly parties: PartiesOfLetter }

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
  return Promise.all(letters.map(async (letter) => ({ letter, parties: await partiesOfLetter(desk, current, letter) })))
}

/** Notes that a letter was not answered in time. */
export function noteUnanswered({ letter, parties }: UnansweredLetter, at: string): CaseChanges {
  const row: LetterRow = { ...letter, unansweredAt: at }
  const { answerBy = at } = letter
  const entry = letterEntry(parties, row, { type: "LetterUnanswered", data: { answerBy }, ...unlessDutySaysSo(row) })
  return { ...noChanges, items: [row], entries: [entry] }
}

/** That a duty is unanswered has a mail of its own. */
const unlessDutySaysSo = ({ request }: LetterRow): { became?: "unanswered" } =>
  request.kind === "doDuty" ? {} : { became: "unanswered" }

/** A letter that did not arrive has no term. */
const isUnanswered = ({ state, answerBy, unansweredAt }: LetterRow, at: string): boolean =>
  state === "sent" && unansweredAt === undefined && answerBy !== undefined && answerBy <= at

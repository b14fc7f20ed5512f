import { namerOf } from "../../parties/counterparty-id.ts"
import { type CaseChanges, noChanges } from "../cases/case-changes.ts"
import type { CaseRow, LetterRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { letterEntry } from "./letter-entry.ts"
import { lettersOf } from "./letters-of-case.ts"

/**
 * Notes the letters of a case whose term has passed without an answer, one change for each. A case without a named
 * counterparty has no letters, and costs no read.
 *
 * @param at ISO instant
 */
export async function* unansweredLetters(
  desk: Pick<CaseDesk, "cases">,
  current: CaseRow,
  at: string,
): AsyncGenerator<CaseChanges> {
  if (current.parties.every((partyId) => namerOf(partyId) === undefined)) return
  for (const letter of await lettersOf(desk, current.caseId)) {
    if (!isUnanswered(letter, at)) continue
    const row: LetterRow = { ...letter, unansweredAt: at }
    const { answerBy = at } = letter
    const entry = await letterEntry(desk, current, row, { type: "LetterUnanswered", data: { answerBy } })
    yield { ...noChanges, items: [row], entries: [entry] }
  }
}

/** A letter that did not arrive has no term. */
const isUnanswered = ({ state, answerBy, unansweredAt }: LetterRow, at: string): boolean =>
  state === "sent" && unansweredAt === undefined && answerBy !== undefined && answerBy <= at

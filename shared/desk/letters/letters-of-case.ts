import { hashOfToken } from "../../parties/invitations/invitation-token.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type { CaseRow, LetterRow } from "../cases/case-rows.ts"
import { assertNotMerging, leadingCase } from "../cases/participant.ts"

type Reader = { readonly cases: Pick<BreachCases, "get" | "items" | "list"> }

/** Stands for the case of a link that leads nowhere, so that such a link is answered after as many reads. */
const noCase = "no-such-case"

/** The letters of a case, in no particular order. */
export async function lettersOf(desk: Pick<Reader, "cases">, caseId: string): Promise<LetterRow[]> {
  const letters: LetterRow[] = []
  for await (const row of desk.cases.list(caseId, "LETTER#")) if (row.type === "letter") letters.push(row)
  return letters
}

export async function letterIn(
  desk: { readonly cases: Pick<BreachCases, "items"> },
  caseId: string,
  letterId: string,
): Promise<LetterRow | undefined> {
  const [row] = await desk.cases.items([caseKeys.letter(caseId, letterId)])
  return row?.type === "letter" ? row : undefined
}

export type FoundLetter = { readonly current: CaseRow; readonly letter: LetterRow }

/**
 * The letter whose link has this token, also if the link no longer counts.
 *
 * @throws CaseBusy while its case is merged into another
 */
export async function letterByToken(desk: Reader, token: string): Promise<FoundLetter | undefined> {
  const linkHash = hashOfToken(token)
  const at = pointerKeys.letter(linkHash)
  const pointer = (await pointersAt(desk, [at])).get(at.pk)
  const current = await leadingCase(desk, pointer?.caseId ?? noCase)
  const letters = await lettersOf(desk, current?.caseId ?? noCase)
  const letter = letters.find((row) => row.linkHash === linkHash)
  if (current === undefined) return undefined
  if (letter === undefined) assertNotMerging(current)
  return letter === undefined ? undefined : { current, letter }
}

/** Whether the link of a letter still opens it. @param at ISO instant */
export const isOpen = ({ state, linkHash, linkEndsAt = "" }: LetterRow, at: string): boolean =>
  linkHash !== undefined && state !== "answered" && state !== "revoked" && at < linkEndsAt

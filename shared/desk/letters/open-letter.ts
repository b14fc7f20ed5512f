import type { Sealer } from "../../base/platform/sealing.ts"
import { isNamed, type NamedCarrier } from "../../parties/named-counterparty.ts"
import type { Party } from "../../parties/party.ts"
import type { CaseRow, LetterRow, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { dutiesOf, idsOfDuty } from "../cases/duty-rows.ts"
import { lawsOf } from "../cases/kept-laws.ts"
import { leadingCase } from "../cases/participant.ts"
import { type LookupsAsReported, lookupsAsReported } from "../cases/written-references.ts"
import type { Duty } from "../duties/duty.ts"
import type { Knowledge } from "../knowledge.ts"
import type { Law } from "../law/law.ts"
import { knowledgeIn } from "../watch-of-case.ts"
import { letterEntry, type PartiesOfLetter, partiesOfLetter } from "./letter-entry.ts"
import { type FoundLetter, isOpen, letterByToken, letterIn } from "./letters-of-case.ts"

/** An opening within this time after the last one that was noted is not noted. */
const notedEveryMilliseconds = 3_600_000

/** A letter with all that its page may show: the counterparty's own side, and for whom the hub asks. */
export type OpenedLetter = {
  readonly letter: LetterRow
  readonly party: NamedCarrier
  readonly own: PartyRow
  /** What is known of how far its shipments were exposed. */
  readonly known: Knowledge
  readonly asker: Party | undefined
  /** When somebody looked, as the retailer reported it, and in which of its order references. */
  readonly reported: LookupsAsReported | undefined
  /** The duty that the letter asks for. */
  readonly duty: Duty | undefined
  /** Those that the counterparty's duties follow. */
  readonly laws: readonly Law[]
}

export type OpeningDesk = CaseDesk & { readonly sealer: Pick<Sealer, "unseal"> }

/**
 * Opens the letter of a link, and notes in the timeline that somebody did.
 *
 * @returns `undefined` for a link that is unknown, has ended, was revoked or was used to answer
 * @throws CaseBusy while the case is merged or others change it
 */
export async function openLetter(desk: OpeningDesk, token: string): Promise<OpenedLetter | undefined> {
  const found = await letterByToken(desk, token)
  const at = desk.clock().toISOString()
  if (found === undefined || !isOpen(found.letter, at)) return undefined
  const letter = isToNote(found.letter, at) ? await noteOpening(desk, found) : found.letter
  return letter === undefined ? undefined : withSide(desk, found.current, letter)
}

/** The counterparty's side of a case, for the page of one of its letters. */
async function withSide(desk: OpeningDesk, current: CaseRow, letter: LetterRow): Promise<OpenedLetter | undefined> {
  const { caseId } = current
  const { to, by, request } = letter
  const { to: own, by: asking } = await partiesOfLetter(desk, current, letter)
  const parties = await desk.parties.byIds([to, by])
  const party = parties.get(to)
  if (own === undefined || party === undefined || !isNamed(party)) return undefined
  const duties = request.kind === "doDuty" ? await dutiesOf(desk, caseId, to) : []
  const duty = duties.find((one) => request.kind === "doDuty" && idsOfDuty(own, one).includes(request.dutyId))
  const known = await knowledgeIn(desk, current, own)
  const reported = asking && (await lookupsAsReported(desk.sealer, asking))
  return { letter, party, own, known, asker: parties.get(by), reported, duty, laws: await lawsOf(desk, own) }
}

const isToNote = ({ seenAt }: LetterRow, at: string): boolean =>
  seenAt === undefined || Date.parse(at) - Date.parse(seenAt) >= notedEveryMilliseconds

/** Notes an opening, unless the letter was answered or revoked a moment ago. */
function noteOpening(desk: CaseDesk, { current: { caseId }, letter }: FoundLetter): Promise<LetterRow | undefined> {
  return changeCase(desk, opening, { caseId, letter })
}

type Opening = { caseId: string; letter: LetterRow }
type OpeningRows = { current: CaseRow; row: LetterRow; parties: PartiesOfLetter; at: string } | undefined

const opening: KindOfChange<CaseDesk, Opening, OpeningRows, LetterRow | undefined> = {
  async read(desk, { caseId, letter }) {
    const current = await leadingCase(desk, caseId)
    const row = current && (await letterIn(desk, current.caseId, letter.letterId))
    if (current === undefined || row === undefined) return undefined
    return { current, row, parties: await partiesOfLetter(desk, current, row), at: desk.clock().toISOString() }
  },
  decide(rows, { letter }) {
    if (rows === undefined || rows.row.linkHash !== letter.linkHash) return { result: undefined }
    const { current, row, parties, at } = rows
    if (!isOpen(row, at)) return { result: undefined }
    if (!isToNote(row, at)) return { result: row }
    const next: LetterRow = { ...row, seenAt: at }
    const entry = letterEntry(parties, next, { type: "LetterOpened" })
    return { draft: { case: current, items: [next], entries: [entry] }, result: next }
  },
}

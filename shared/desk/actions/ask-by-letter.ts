import { derivedId } from "../../base/contracts/envelope.ts"
import { namerOf } from "../../parties/counterparty-id.ts"
import type { PlannedEntry } from "../cases/case-draft.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { LetterRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { namedLetter } from "../letters/letter-entry.ts"
import { letterIn } from "../letters/letters-of-case.ts"
import { isOver } from "../letters/send-letter.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct, readNothing } from "./act.ts"
import type { ActingParticipant, Action } from "./action.ts"
import type { Acting } from "./decide-act.ts"

/** What a retailer asks of a carrier that it named. `to`: the carrier's id, needed if there are several in the case. */
export type AskedByLetter = { to?: string | undefined; request: "tellWhatWasSeen" | "stopTool" }

/** A retailer asks something of a carrier that takes no part. The hub sends it as a letter. */
export function askByLetter(desk: CaseDesk, action: Action, asked: AskedByLetter) {
  return act(desk, action, asking, asked)
}

const asking: KindOfAct<CaseDesk, AskedByLetter, undefined, { letterId: string }> = {
  read: readNothing,
  decide(acting, { to, request }) {
    const { current, own, action, at: askedAt } = acting
    const [target, ...others] = namedBy(acting).filter(({ partyId }) => to === undefined || partyId === to)
    if (target === undefined || others.length > 0) return { refused: "noSuchCounterparty" }
    const letterId = derivedId("letter", action.actionId)
    const of = { ...caseKeys.letter(current.caseId, letterId), caseId: current.caseId, letterId }
    const by = { to: target.partyId, by: own.partyId, request: { kind: request } }
    const letter: LetterRow = { ...of, ...by, type: "letter", askedAt, state: "toSend" }
    const type = request === "stopTool" ? "ToolStopRequested" : "AnswerRequested"
    return { items: [letter], entries: [entryOf(acting, { type, letter, isSent: true })], more: { letterId } }
  },
}

/** The carriers of a case that the acting party named. */
const namedBy = ({ own, others }: ActingParticipant): PartyRow[] =>
  others.filter(({ partyId }) => namerOf(partyId) === own.partyId)

type LetterChange = { letterId: string; step: "sendAgain" | "revoke" }

/** Has a letter sent again, with a new link that takes the place of the old one, or ends its link. */
export function changeLetter(desk: CaseDesk, action: Action, change: LetterChange) {
  return act(desk, action, changingLetter, change)
}

const changingLetter: KindOfAct<CaseDesk, LetterChange, LetterRow | undefined, { letterId: string }> = {
  read: (desk, { current }, { letterId }) => letterIn(desk, current.caseId, letterId),
  decide(acting, { letterId, step }, letter) {
    if (letter === undefined || letter.by !== acting.own.partyId) return { refused: "unknownLetter" }
    if (isOver(letter)) return { refused: "letterOver" }
    if (step === "sendAgain") {
      const entries = [entryOf(acting, { type: "LetterSentAgain", letter, isSent: true })]
      return { entries, more: { letterId } }
    }
    const { linkHash: _, ...withoutLink } = letter
    const revoked: LetterRow = { ...withoutLink, state: "revoked" }
    const entries = [entryOf(acting, { type: "LetterRevoked", letter, isSent: false })]
    return { items: [revoked], entries, more: { letterId } }
  },
}

function entryOf(
  { own, viewer, action: { actionId } }: Acting,
  of: {
    type: "ToolStopRequested" | "AnswerRequested" | "LetterSentAgain" | "LetterRevoked"
    letter: LetterRow
    isSent: boolean
  },
): PlannedEntry {
  const { type, letter, isSent } = of
  const { to, letterId } = letter
  const message = { kind: "LetterAsked", audience: to, once: actionId, facts: { letterId } } as const
  const visibleTo = readersOf(type, viewer, [to])
  return { actor: own.alias, type, data: namedLetter(letter), visibleTo, messages: isSent ? [message] : [] }
}

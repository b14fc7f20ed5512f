import { derivedId } from "../../base/contracts/envelope.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import { mailOf } from "../../parties/channels/letter-mail.ts"
import type { LetterMail, MailOutcome } from "../../parties/channels/mail.ts"
import { hashOfToken, newToken } from "../../parties/invitations/invitation-token.ts"
import type { NamedCarrier } from "../../parties/named-counterparty.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointerOf } from "../cases/case-pointers.ts"
import type { CaseRow, LetterRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import type { LetterRequest } from "../cases/letter-rows.ts"
import type { OutboxMessage } from "../cases/outbox-message.ts"
import { leadingCase } from "../cases/participant.ts"
import { defaultDutyClockSettings } from "../duties/duty-clock.ts"
import { letterEntry, type PartiesOfLetter, partiesOfLetter } from "./letter-entry.ts"
import { letterMail } from "./letter-mail.ts"
import { letterIn } from "./letters-of-case.ts"

/** Hours after which a letter counts as unanswered: as long as any party has to answer a request. */
const { answerHours } = defaultDutyClockSettings

/** Days for which a link counts. It is longer than the term, so that a late answer is recorded too. */
const linkDays = 30

const later = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString()

/** When the term of a letter ends. @param at ISO instant at which it is sent */
const answerByOf = (at: string): string => later(at, answerHours * 3_600)

/** When a link ends. @param at ISO instant at which it is made */
const linkEndOf = (at: string): string => later(at, linkDays * daySeconds)

export type SendingDesk = CaseDesk & {
  readonly letterMail: LetterMail
  readonly random: RandomBytes
  /** Address of the hub, without a slash at the end. */
  readonly hubUrl: string
}

/** A message to a named counterparty, and the case that it is of. */
export type Sending = { readonly caseId: string; readonly message: OutboxMessage; readonly party: NamedCarrier }

/**
 * Sends a message to a named counterparty as a letter, if the message asks something of it. The token of the link is
 * made anew for each attempt, and only its hash is stored, before the mail goes. A repeat after a crash sends another
 * mail, whose link takes the place of the first one.
 */
export async function sendLetter(desk: SendingDesk, sending: Sending): Promise<MailOutcome | undefined> {
  const token = newToken(desk.random)
  const letter = await makeLink(desk, sending, hashOfToken(token))
  if (letter === undefined) return undefined
  const { party } = sending
  const { answerBy = "", linkEndsAt = "" } = letter
  const { language, jurisdiction, named } = party
  const at = desk.clock().toISOString()
  const of = { language, timeZone: jurisdiction.timeZone, hubUrl: desk.hubUrl, token, answerBy, linkEndsAt }
  const outcome = await desk.letterMail.send(named.privacyEmail, mailOf(letterMail(of), at))
  await changeCase(desk, noting, { sending, letter, outcome })
  return outcome
}

/** What a message asks of a counterparty; `undefined` if it asks nothing, or names a letter. */
function requestIn(message: OutboxMessage): LetterRequest | undefined {
  if (message.kind === "CaseOpened") return { kind: "tellWhatWasSeen" }
  if (message.kind !== "DutyRequested") return undefined
  const { dutyId = "", law, kind } = message.facts.duty
  return law === undefined || kind === undefined ? undefined : { kind: "doDuty", dutyId, law, dutyKind: kind }
}

function newLetter({ caseId }: CaseRow, { message, party }: Sending, askedAt: string): LetterRow | undefined {
  const request = requestIn(message)
  if (request === undefined) return undefined
  const letterId = letterIdOf(message)
  const of = { ...caseKeys.letter(caseId, letterId), caseId, letterId, to: party.id, by: party.named.by }
  return { ...of, type: "letter", request, askedAt, state: "toSend" }
}

const letterIdOf = (message: OutboxMessage): string =>
  message.kind === "LetterAsked" ? message.facts.letterId : derivedId("letter", message.eventId)

/** Stores that this link opens the letter from now on, and no earlier one. @returns nothing if it was sent before */
function makeLink(desk: SendingDesk, sending: Sending, linkHash: string): Promise<LetterRow | undefined> {
  return changeCase(desk, linking, { sending, linkHash })
}

type Linking = { sending: Sending; linkHash: string }
type LinkingRows = { current: CaseRow; known: LetterRow | undefined; at: string } | undefined

const linking: KindOfChange<SendingDesk, Linking, LinkingRows, LetterRow | undefined> = {
  async read(desk, { sending: { caseId, message } }) {
    const current = await leadingCase(desk, caseId)
    if (current === undefined) return undefined
    const known = await letterIn(desk, current.caseId, letterIdOf(message))
    return { current, known, at: desk.clock().toISOString() }
  },
  decide(rows, { sending, linkHash }) {
    if (rows === undefined) return { result: undefined }
    const { current, known, at } = rows
    const row = known ?? newLetter(current, sending, at)
    if (row === undefined || row.sentFor === sending.message.eventId || isOver(row)) return { result: undefined }
    const answerBy = row.sentAt === undefined ? answerByOf(at) : row.answerBy
    const letter: LetterRow = { ...row, state: "toSend", linkHash, linkEndsAt: linkEndOf(at), answerBy }
    const pointer = { row: pointerOf(pointerKeys.letter(linkHash), current.caseId), expected: undefined }
    const removed = row.linkHash === undefined ? [] : [pointerKeys.letter(row.linkHash)]
    return { draft: { case: current, items: [letter], pointers: [pointer], removed, entries: [] }, result: letter }
  },
}

/** Whether a letter takes no further link. */
export const isOver = ({ state }: LetterRow): boolean => state === "answered" || state === "revoked"

type Sent = { sending: Sending; letter: LetterRow; outcome: MailOutcome }
type SentRows = { current: CaseRow; row: LetterRow; parties: PartiesOfLetter; at: string } | undefined

/** Notes what became of the mail, unless another attempt has replaced its link. */
const noting: KindOfChange<SendingDesk, Sent, SentRows, undefined> = {
  async read(desk, { sending: { caseId }, letter: { letterId } }) {
    const current = await leadingCase(desk, caseId)
    const row = current && (await letterIn(desk, current.caseId, letterId))
    if (current === undefined || row === undefined) return undefined
    return { current, row, parties: await partiesOfLetter(desk, current, row), at: desk.clock().toISOString() }
  },
  decide(rows, { sending: { message }, letter: { linkHash }, outcome }) {
    if (rows === undefined || rows.row.linkHash !== linkHash) return { result: undefined }
    const { current, row, parties, at: sentAt } = rows
    const isSent = outcome === "accepted"
    const { answerBy = sentAt } = row
    const entry = isSent
      ? letterEntry(parties, row, { type: "LetterSent", data: { answerBy } })
      : letterEntry(
          parties,
          { ...row, sentFor: message.eventId },
          {
            type: "LetterNotDelivered",
            data: { refusedAs: outcome.refusedAs },
            became: "notDelivered",
          },
        )
    const state = row.state !== "toSend" ? row.state : isSent ? "sent" : "notDelivered"
    const letter: LetterRow = { ...row, state, sentFor: message.eventId, ...(isSent ? { sentAt } : {}) }
    return { draft: { case: current, items: [letter], entries: [entry] }, result: undefined }
  },
}

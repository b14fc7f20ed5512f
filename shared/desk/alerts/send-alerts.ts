import type { Clock } from "../../base/platform/clock.ts"
import type { HandledChanges } from "../../base/platform/stream-pipeline.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { EventPublisher, OutgoingEvent } from "../../parties/channels/event-publisher.ts"
import { mailOf } from "../../parties/channels/letter-mail.ts"
import type { AlertMail, MailOutcome } from "../../parties/channels/mail.ts"
import { isNamed } from "../../parties/named-counterparty.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { type RefusedAttempt, refusedAttempts } from "../attempts/refused-attempts.ts"
import { attemptKeys } from "../cases/attempt-rows.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import type { ItemKey } from "../cases/case-keys.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AttemptRow, AttemptsDayRow, BreachCaseItem, MarkerRow, TimelineRow } from "../cases/case-rows.ts"
import type { MessageContent } from "../cases/outbox-message.ts"
import type { Sending } from "../letters/send-letter.ts"
import { measureAlertDelay } from "./alert-delay.ts"
import { alertEvents } from "./alert-events.ts"
import type { AlertLetter } from "./alert-letter.ts"

/** A timeline entry with messages in its outbox, and the events that it sends; or a day of attempts, with none. */
export type Alert = { row: TimelineRow; events: OutgoingEvent[] } | { row: AttemptsDayRow; events: [] }

/** The alert that a change of a case comes to: none, or one. */
export function alertsOf({ after: row }: { after?: BreachCaseItem }): Alert[] {
  if (row?.type === "attemptsDay") return [{ row, events: [] }]
  return row?.type !== "timeline" || row.outbox.length === 0 ? [] : [{ row, events: alertEvents(row) }]
}

/** Writes what alerts say to people. It knows the laws, and what a dossier calls things. */
export type LetterWriter = {
  /** @returns `undefined` for a message that is only an event */
  ofMessage(message: MessageContent, party: Party): AlertLetter | undefined
  ofAttempts(day: string, attempts: readonly RefusedAttempt[], party: Party): AlertLetter
}

type AlertTools = {
  cases: Pick<BreachCases, "items" | "mark" | "list" | "attemptsOn">
  publisher: Pick<EventPublisher, "publishGroups">
  mail: AlertMail
  /** Sends a message as a letter. @returns what became of it; `undefined` if it asks nothing or was sent before */
  sendLetter: (sending: Sending) => Promise<MailOutcome | undefined>
  parties: Pick<PartyDirectory, "byId">
  /** Loads what writes letters, once events are published. */
  loadLetterWriter: () => Promise<LetterWriter>
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "error" | "measure">
}

/**
 * Sends the alerts of each change of a batch: all events to the parties' channels with as few calls as the limits
 * allow, then the mails. A marker notes that an alert was sent, so that a repeat sends nothing. After a crash before
 * the marker the events are sent again under the same ids.
 */
export function makeAlertParties(
  tools: AlertTools,
): (alertsOfChanges: readonly (readonly Alert[])[]) => Promise<HandledChanges> {
  const { cases, publisher } = tools
  return async (alertsOfChanges) => {
    const markers = alertsOfChanges.flat().map(({ row }) => markerOf(row))
    const sentBefore = new Set((await cases.items(markers)).map(nameOf))
    const waiting = alertsOfChanges.map((alerts) => alerts.filter(({ row }) => !sentBefore.has(nameOf(markerOf(row)))))
    const { sent, failure } = await publisher.publishGroups(
      waiting.map((alerts) => alerts.flatMap(({ events }) => events)),
    )
    const outcomes: string[] = []
    try {
      for (const [place, alerts] of waiting.slice(0, sent).entries()) {
        for (const { row } of alerts) {
          if (row.type === "attemptsDay") await mailAttempts(tools, row)
          else {
            await sendMails(tools, row)
            measureAlertDelay(tools, row.entry.at)
          }
        }
        const isRepeat = alerts.length < (alertsOfChanges[place]?.length ?? 0)
        outcomes.push(isRepeat ? "repeated" : alerts.length === 0 ? "nothing" : "sent")
      }
      return { outcomes, failure }
    } catch (unmailed) {
      return { outcomes, failure: unmailed }
    }
  }
}

/** Sends the mails of an alert whose events were sent, and notes that it is done. */
async function sendMails(tools: AlertTools, row: TimelineRow): Promise<void> {
  const failures: unknown[] = []
  for (const place of row.outbox.keys()) failures.push(...(await sendMail(tools, row, place)))
  if (failures.length > 0) throw failures[0]
  await mark(tools, row, markerOf(row))
}

/**
 * Sends the mail of one message to each receiver that has not got it. Each mail has a marker of its own, because SES
 * drops no repeats: a receiver gets a mail twice only if the function stops between the answer of SES and the marker.
 *
 * @returns why receivers did not get it yet. One of them keeps no other back
 */
async function sendMail(tools: AlertTools, row: TimelineRow, place: number): Promise<unknown[]> {
  const message = row.outbox[place]
  const party = message === undefined ? undefined : await tools.parties.byId(message.audience)
  if (message === undefined || party === undefined) return []
  if (isNamed(party)) return sendAsLetter(tools, { caseId: row.caseId, message, party })
  const written = (await tools.loadLetterWriter()).ofMessage(message, party)
  if (written === undefined) return []
  const { caseId, entry } = row
  const markerOf = (receiver: string) => caseKeys.mailed(caseId, entry.seq, { message: place, receiver })
  return mailTo(tools, { partyId: message.audience, written, at: entry.at, caseId, markerOf })
}

/** A letter to the contacts of a party, and how the marker of each receiver is named. */
type Mailing = {
  readonly partyId: string
  readonly written: AlertLetter
  readonly at: string
  readonly caseId: string
  readonly expiresAt?: number
  markerOf(receiver: string): ItemKey
}

/** @returns why receivers did not get it yet. One of them keeps no other back */
async function mailTo(tools: AlertTools, { partyId, written, at, markerOf, ...marked }: Mailing): Promise<unknown[]> {
  const mail = mailOf(written.letter, at)
  const receivers = (await tools.mail.receivers(partyId, written.level)).map((receiver) => ({
    ...receiver,
    marker: markerOf(receiver.key),
  }))
  const mailed = new Set((await tools.cases.items(receivers.map(({ marker }) => marker))).map(nameOf))
  const failures: unknown[] = []
  for (const { marker, send } of receivers.filter((receiver) => !mailed.has(nameOf(receiver.marker)))) {
    try {
      const outcome = await send(mail)
      if (outcome !== "accepted") noteRefusal(tools.telemetry, partyId, outcome.refusedAs)
      await mark(tools, marked, marker)
    } catch (failure) {
      failures.push(failure)
    }
  }
  return failures
}

/**
 * Mails a party what stayed attempts of a day that is over, once to each receiver. Nothing is sent if each of them has
 * become a case since, or was closed.
 */
async function mailAttempts(tools: AlertTools, { day, party: partyId, at, expiresAt }: AttemptsDayRow): Promise<void> {
  const party = await tools.parties.byId(partyId)
  if (party === undefined || isNamed(party)) return
  const attempts: AttemptRow[] = []
  for await (const row of tools.cases.attemptsOn(day, partyId)) attempts.push(row)
  const { refused } = await refusedAttempts(tools, partyId, attempts)
  const open = refused.filter(({ row }) => row.closed === undefined)
  if (open.length === 0) return
  const written = (await tools.loadLetterWriter()).ofAttempts(day, open, party)
  const markerOf = (receiver: string) => attemptKeys.mailed(day, partyId, receiver)
  const mailing = { partyId, written, at, caseId: attemptKeys.ofDay(day), expiresAt, markerOf }
  const [failure] = await mailTo(tools, mailing)
  if (failure !== undefined) throw failure
}

/** A named counterparty gets a letter in place of events and mails. The letter's own row notes that it was sent. */
async function sendAsLetter(tools: AlertTools, sending: Sending): Promise<unknown[]> {
  try {
    const outcome = await tools.sendLetter(sending)
    if (typeof outcome === "object") noteRefusal(tools.telemetry, sending.party.id, outcome.refusedAs)
    return []
  } catch (failure) {
    return [failure]
  }
}

function noteRefusal(telemetry: AlertTools["telemetry"], party: string, errorName: string): void {
  telemetry.error("A mail was refused", { party, errorName })
  telemetry.count("MailRefused")
}

async function mark(
  { cases, clock }: AlertTools,
  { caseId, expiresAt }: Pick<MarkerRow, "caseId" | "expiresAt">,
  marker: ItemKey,
): Promise<void> {
  const expiry = expiresAt === undefined ? {} : { expiresAt }
  await cases.mark({ ...marker, caseId, type: "marker", at: clock().toISOString(), ...expiry })
}

/** The note that an alert was sent. A day of attempts is noted for each receiver alone. */
function markerOf(row: Alert["row"]): ItemKey {
  return row.type === "attemptsDay"
    ? attemptKeys.mailed(row.day, row.party, "")
    : caseKeys.sent(row.caseId, row.entry.seq)
}

function nameOf({ pk, sk }: { pk: string; sk: string }): string {
  return `${pk}|${sk}`
}

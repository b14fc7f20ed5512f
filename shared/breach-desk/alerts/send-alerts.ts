import type { EventPublisher, OutgoingEvent } from "../../parties/channels/event-publisher.ts"
import { mailOf } from "../../parties/channels/letter-mail.ts"
import type { AlertMail, MailOutcome } from "../../parties/channels/mail.ts"
import { isNamed } from "../../parties/named-counterparty.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Clock } from "../../platform/clock.ts"
import type { HandledChanges } from "../../platform/stream-pipeline.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import type { BreachCases, ItemKey } from "../cases/breach-cases.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { BreachCaseItem, TimelineRow } from "../cases/case-rows.ts"
import type { Sending } from "../letters/send-letter.ts"
import { measureAlertDelay } from "./alert-delay.ts"
import { alertEvents } from "./alert-events.ts"
import { letterOf } from "./letter-of-message.ts"
import { type CaseLinks, mailReader } from "./mail-reader.ts"

/** A timeline entry with messages in its outbox, and the events that it sends. */
export type Alert = { row: TimelineRow; events: OutgoingEvent[] }

/** The alert that a change of a case comes to: none, or one. */
export function alertsOf({ after: row }: { after?: BreachCaseItem }): Alert[] {
  return row?.type !== "timeline" || row.outbox.length === 0 ? [] : [{ row, events: alertEvents(row) }]
}

type AlertTools = {
  cases: Pick<BreachCases, "items" | "mark">
  publisher: Pick<EventPublisher, "publishGroups">
  mail: AlertMail
  /** Sends a message as a letter. @returns what became of it; `undefined` if it asks nothing or was sent before */
  sendLetter: (sending: Sending) => Promise<MailOutcome | undefined>
  parties: Pick<PartyDirectory, "byId">
  links: CaseLinks
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
          await sendMails(tools, row)
          measureAlertDelay(tools, row.entry.at)
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
  const written = letterOf(message, mailReader(party, tools.links))
  if (written === undefined) return []
  const mail = mailOf(written.letter, row.entry.at)
  const receivers = (await tools.mail.receivers(message.audience, written.level)).map((receiver) => ({
    ...receiver,
    marker: caseKeys.mailed(row.caseId, row.entry.seq, { message: place, receiver: receiver.key }),
  }))
  const mailed = new Set((await tools.cases.items(receivers.map(({ marker }) => marker))).map(nameOf))
  const failures: unknown[] = []
  for (const { marker, send } of receivers.filter((receiver) => !mailed.has(nameOf(receiver.marker)))) {
    try {
      const outcome = await send(mail)
      if (outcome !== "accepted") noteRefusal(tools.telemetry, message.audience, outcome.refusedAs)
      await mark(tools, row, marker)
    } catch (failure) {
      failures.push(failure)
    }
  }
  return failures
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

async function mark({ cases, clock }: AlertTools, { caseId }: TimelineRow, marker: ItemKey): Promise<void> {
  await cases.mark({ ...marker, caseId, type: "marker", at: clock().toISOString() })
}

function markerOf({ caseId, entry }: TimelineRow) {
  return caseKeys.sent(caseId, entry.seq)
}

function nameOf({ pk, sk }: { pk: string; sk: string }): string {
  return `${pk}|${sk}`
}

import type { EventPublisher, OutgoingEvent } from "../../parties/channels/event-publisher.ts"
import type { AlertMail } from "../../parties/channels/mail.ts"
import type { Clock } from "../../platform/clock.ts"
import type { HandledChanges } from "../../platform/stream-pipeline.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { BreachCaseItem, TimelineRow } from "../cases/case-rows.ts"
import { measureAlertDelay } from "./alert-delay.ts"
import { alertEvents } from "./alert-events.ts"
import { mailOf } from "./alert-text.ts"

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
  clock: Clock
  telemetry: Pick<Telemetry, "measure">
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
async function sendMails({ cases, mail, clock }: AlertTools, row: TimelineRow): Promise<void> {
  for (const message of row.outbox) {
    const letter = mailOf(message)
    if (letter !== undefined) await mail.send(message.audience, letter.mail, letter.level)
  }
  await cases.mark({ ...markerOf(row), caseId: row.caseId, type: "marker", at: clock().toISOString() })
}

function markerOf({ caseId, entry }: TimelineRow) {
  return caseKeys.sent(caseId, entry.seq)
}

function nameOf({ pk, sk }: { pk: string; sk: string }): string {
  return `${pk}|${sk}`
}

import type { EventPublisher } from "../../parties/channels/event-publisher.ts"
import type { AlertMail } from "../../parties/channels/mail.ts"
import type { Clock } from "../../platform/clock.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { BreachCaseItem } from "../cases/case-rows.ts"
import { alertEvents } from "./alert-events.ts"
import { mailOf } from "./alert-text.ts"

/**
 * Sends the messages in the outbox of a timeline entry: the events to the parties' channels, and the mails. A marker
 * then notes that they were sent, so that a repeat sends nothing. After a crash before the marker the events are sent
 * again under the same ids.
 */
export function makeAlertParties(options: {
  cases: Pick<BreachCases, "items" | "mark">
  publisher: EventPublisher
  mail: AlertMail
  clock: Clock
}): (change: { after?: BreachCaseItem }) => Promise<"nothing" | "repeated" | "sent"> {
  const { cases, publisher, mail, clock } = options
  return async ({ after: row }) => {
    if (row?.type !== "timeline" || row.outbox.length === 0) return "nothing"
    const marker = caseKeys.sent(row.caseId, row.entry.seq)
    const [sent] = await cases.items([marker])
    if (sent !== undefined) return "repeated"

    await publisher.publish(alertEvents(row))
    for (const message of row.outbox) {
      const letter = mailOf(message)
      if (letter !== undefined) await mail.send(message.audience, letter.mail, letter.level)
    }
    await cases.mark({ ...marker, caseId: row.caseId, type: "marker", at: clock().toISOString() })
    return "sent"
  }
}

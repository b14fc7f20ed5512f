import { type BreachCaseItem, caseKeys } from "../../shared/domain/breach-case.ts"
import { alertEvents } from "../../shared/messaging/alert-events.ts"
import type { AlertMail } from "../../shared/messaging/alert-mail.ts"
import { mailOf } from "../../shared/messaging/alert-text.ts"
import type { EventPublisher } from "../../shared/messaging/event-publisher.ts"
import type { Clock } from "../../shared/runtime/clock.ts"
import type { BreachCases } from "../../shared/storage/breach-cases.ts"

/**
 * Sends what a change of a case decided to tell: each entry of the timeline carries its messages. A marker says that they
 * went out, so that a redelivery sends nothing; after a crash in between the events go out once more under the same ids.
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

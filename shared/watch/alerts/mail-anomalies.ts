import { hubAudience } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { SentChanges } from "../../base/platform/stream-pipeline.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { EventPublisher, OutgoingEvent } from "../../parties/channels/event-publisher.ts"
import { mailOf } from "../../parties/channels/letter-mail.ts"
import type { AlertMail } from "../../parties/channels/mail.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { letterOfAnomalyEvent } from "./letter-of-anomaly-event.ts"
import type { MailedAlerts } from "./mailed-alerts.ts"

type MailTools = {
  publisher: Pick<EventPublisher, "publishGroups">
  mail: AlertMail
  mailed: MailedAlerts
  parties: Pick<PartyDirectory, "byId">
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "error" | "measure">
}

/**
 * Alerts parties where there is no breach desk: publishes the events of each change, then mails the contacts of each
 * party that got an alert. What is for the hub alone would open a case, and is left out. A receiver that cannot be
 * mailed keeps no other back. Its change comes again, and goes to those alone that have not got the mail.
 */
export function makeMailAnomalies(
  tools: MailTools,
): (eventsOfChanges: readonly (readonly OutgoingEvent[])[]) => Promise<SentChanges> {
  return async (eventsOfChanges) => {
    const ofParties = eventsOfChanges.map((events) =>
      events.filter(({ metadata }) => metadata.audience !== hubAudience),
    )
    const { sent, failure } = await tools.publisher.publishGroups(ofParties)
    for (const [place, events] of ofParties.slice(0, sent).entries()) {
      const mailed = await Promise.allSettled(events.map((event) => mailAlert(tools, event)))
      const unmailed = mailed.find(({ status }) => status === "rejected")
      if (unmailed?.status === "rejected") return { sent: place, failure: unmailed.reason }
    }
    return { sent, failure }
  }
}

/**
 * Mails an event to the contacts of its party, if it is one for people. A contact gets it twice only if the function
 * stops between the answer of SES and the note.
 *
 * @throws why one of them did not get it yet
 */
async function mailAlert(
  tools: MailTools,
  { contract: { detailType }, data, metadata: { id, audience, occurredAt } }: OutgoingEvent,
): Promise<void> {
  const party = await tools.parties.byId(audience)
  const letter = party === undefined ? undefined : letterOfAnomalyEvent({ detailType, data }, party)
  if (letter === undefined) return
  const mail = mailOf(letter, occurredAt)
  const receivers = await tools.mail.receivers(audience, "alert")
  const mailed = new Set(await tools.mailed.of(id))
  if (receivers.length > 0 && receivers.every(({ key }) => mailed.has(key))) return
  const failures: unknown[] = []
  for (const { key, send } of receivers) {
    if (mailed.has(key)) continue
    try {
      const outcome = await send(mail)
      if (outcome !== "accepted") noteRefusal(tools.telemetry, audience, outcome.refusedAs)
      mailed.add(key)
      await tools.mailed.note(id, [...mailed])
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw failures[0]
  tools.telemetry.measure("AlertDelay", Math.max(0, tools.clock().getTime() - Date.parse(occurredAt)))
}

function noteRefusal(telemetry: MailTools["telemetry"], party: string, errorName: string): void {
  telemetry.error("A mail was refused", { party, errorName })
  telemetry.count("MailRefused")
}

import { hubAudience } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { SentChanges } from "../../base/platform/stream-pipeline.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { EventPublisher, OutgoingEvent } from "../../parties/channels/event-publisher.ts"
import { mailOf } from "../../parties/channels/letter-mail.ts"
import type { DrillMail } from "../../parties/channels/mail.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { letterOfAnomalyEvent } from "./letter-of-anomaly-event.ts"

type MailTools = {
  publisher: Pick<EventPublisher, "publishGroups">
  mail: DrillMail
  parties: Pick<PartyDirectory, "byId">
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "error" | "measure">
}

/**
 * Alerts parties where there is no breach desk: publishes the events of each change, then mails the contacts of each
 * party that got an alert. What is for the hub alone would open a case, and is left out. A receiver that cannot be
 * mailed keeps no other back. Its change comes again, and each time the others of that change get the mail again.
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

/** Mails an event to the contacts of its party, if it is one for people. @throws why one of them did not get it yet */
async function mailAlert(
  tools: MailTools,
  { contract: { detailType }, data, metadata: { audience, occurredAt } }: OutgoingEvent,
): Promise<void> {
  const party = await tools.parties.byId(audience)
  const letter = party === undefined ? undefined : letterOfAnomalyEvent({ detailType, data }, party)
  if (letter === undefined) return
  const mail = mailOf(letter, occurredAt)
  const failures: unknown[] = []
  for (const { send } of await tools.mail.receivers(audience, "alert")) {
    try {
      const outcome = await send(mail)
      if (outcome !== "accepted") noteRefusal(tools.telemetry, audience, outcome.refusedAs)
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

import { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import { hubAudience } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { SentChanges } from "../../base/platform/stream-pipeline.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { EventPublisher, OutgoingEvent } from "../../parties/channels/event-publisher.ts"
import { mailOf } from "../../parties/channels/letter-mail.ts"
import type { DrillMail } from "../../parties/channels/mail.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { anomalyLetter } from "./anomaly-letter.ts"

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
 * mailed keeps no other back; the change comes again, and then those who got the mail get it twice.
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
      const [unmailed] = (await Promise.all(events.map((event) => mailAlert(tools, event)))).flat()
      if (unmailed !== undefined) return { sent: place, failure: unmailed.failure }
    }
    return { sent, failure }
  }
}

/** @returns why receivers did not get it yet */
async function mailAlert(
  tools: MailTools,
  { contract, data, metadata }: OutgoingEvent,
): Promise<{ failure: unknown }[]> {
  const finding = accessAnomalyDetected.data.safeParse(data)
  if (contract.detailType !== accessAnomalyDetected.detailType || !finding.success) return []
  if (finding.data.severity !== "alert") return []
  const party = await tools.parties.byId(metadata.audience)
  if (party === undefined) return []
  const mail = mailOf(anomalyLetter(party, finding.data), metadata.occurredAt)
  const failures: { failure: unknown }[] = []
  for (const { send } of await tools.mail.receivers(party.id, "alert")) {
    try {
      const outcome = await send(mail)
      if (outcome !== "accepted") noteRefusal(tools.telemetry, party.id, outcome.refusedAs)
    } catch (failure) {
      failures.push({ failure })
    }
  }
  if (failures.length === 0)
    tools.telemetry.measure("AlertDelay", Math.max(0, tools.clock().getTime() - Date.parse(metadata.occurredAt)))
  return failures
}

function noteRefusal(telemetry: MailTools["telemetry"], party: string, errorName: string): void {
  telemetry.error("A mail was refused", { party, errorName })
  telemetry.count("MailRefused")
}

import { derivedId } from "../../contracts/envelope.ts"
import { reportingInterrupted, reportingResumed } from "../../contracts/reporting-watched.ts"
import { toolOf } from "../../contracts/words.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import { mailOf } from "../../parties/channels/letter-mail.ts"
import type { DrillMail } from "../../parties/channels/mail.ts"
import type { Carrier } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Notice, StreamRow } from "./report-streams.ts"
import { reportingLetter } from "./reporting-letter.ts"

/** Tells the parties of a notice. */
export type TellNotice = (carrier: Carrier, row: Pick<StreamRow, "stream">, notice: Notice) => Promise<void>

/**
 * Publishes the events of a notice, or mails the carrier's contacts. Each retailer gets an event of its own, which
 * names the carrier and no other party, nor the carrier's stream. A repeat publishes the same ids, and can mail twice.
 */
export function makeTellReporting(tools: {
  publisher: Pick<EventPublisher, "publish">
  mail: DrillMail
  parties: Pick<PartyDirectory, "byIds">
}): TellNotice {
  return async (carrier, { stream }, notice) => {
    if (notice.by === "mail") {
      const mail = mailOf(reportingLetter(carrier, notice), notice.at)
      for (const { send } of await tools.mail.receivers(carrier.id, "alert")) await send(mail)
      return
    }
    const retailers = await tools.parties.byIds(notice.interruption.retailerIds)
    await tools.publisher.publish([
      eventOf(carrier, notice, { audience: carrier.id, stream }),
      ...[...retailers.keys()].map((audience) => eventOf(carrier, notice, { audience })),
    ])
  }
}

function eventOf(
  { id, alias }: Carrier,
  { what, at, interruption, missing, until, filled }: Notice,
  { audience, stream }: { audience: string; stream?: string },
): OutgoingEvent {
  const { interruptionId, since, reason } = interruption
  const metadata = {
    id: derivedId("reporting", what, interruptionId, audience),
    occurredAt: at,
    audience,
    belongsTo: interruptionId,
  }
  const about = { interruptionId, alias, tool: toolOf(id), since, reason, ...(stream === undefined ? {} : { stream }) }
  if (what === "resumed" && until !== undefined)
    return outgoing(reportingResumed, { ...about, until, filled: filled === true }, metadata)
  const isTold = stream !== undefined && missing.length > 0
  return outgoing(reportingInterrupted, { ...about, ...(isTold ? { missing } : {}) }, metadata)
}

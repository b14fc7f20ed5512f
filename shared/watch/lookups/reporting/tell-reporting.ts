import { derivedId } from "../../../base/contracts/envelope.ts"
import { reportingInterrupted, reportingResumed } from "../../../base/contracts/reporting-watched.ts"
import { toolOf } from "../../../base/contracts/tool-name.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../../../parties/channels/event-publisher.ts"
import { mailOf } from "../../../parties/channels/letter-mail.ts"
import type { DrillMail } from "../../../parties/channels/mail.ts"
import type { Carrier } from "../../../parties/party.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import type { Notice, StreamRow } from "./report-streams.ts"
import { letterToRetailer, reportingLetter } from "./reporting-letter.ts"

/** What is left of a notice: the parties that are still to be mailed, and why the first of them could not be. */
type LeftToTell = { readonly parties: readonly string[]; readonly failure?: unknown }

/** Tells the parties of a notice. */
export type TellNotice = (carrier: Carrier, row: Pick<StreamRow, "stream">, notice: Notice) => Promise<LeftToTell>

/** Parties that one run mails. A new account of SES sends 14 mails a second, and a party has several contacts. */
const mailedPerRun = 50

/**
 * Publishes the events of a notice, or mails the contacts of the carrier and its retailers. Each retailer gets an event
 * and a mail of its own, which name the carrier and no other party, nor the carrier's stream. A repeat publishes the
 * same ids, and can mail twice. A party that cannot be mailed keeps no other back.
 */
export function makeTellReporting(tools: {
  publisher: Pick<EventPublisher, "publish">
  mail: DrillMail
  parties: Pick<PartyDirectory, "byIds">
}): TellNotice {
  return async (carrier, { stream }, notice) => {
    if (notice.by === "mail") return mailed(tools, carrier, notice)
    const retailers = await tools.parties.byIds(notice.interruption.retailerIds)
    await tools.publisher.publish([
      eventOf(carrier, notice, { audience: carrier.id, stream }),
      ...[...retailers.keys()].map((audience) => eventOf(carrier, notice, { audience })),
    ])
    return { parties: [] }
  }
}

/** Mails the parties that a notice still goes to. What is left is for the next run. */
async function mailed(
  { mail, parties }: Pick<Parameters<typeof makeTellReporting>[0], "mail" | "parties">,
  carrier: Carrier,
  notice: Notice,
): Promise<LeftToTell> {
  const { leftToMail = [carrier.id, ...notice.interruption.retailerIds] } = notice
  const [now, later] = [leftToMail.slice(0, mailedPerRun), leftToMail.slice(mailedPerRun)]
  const retailers = await parties.byIds(now.filter((id) => id !== carrier.id))
  const failed: { id: string; failure: unknown }[] = []
  for (const id of now) {
    const retailer = retailers.get(id)
    if (id !== carrier.id && retailer === undefined) continue
    const letter =
      retailer === undefined ? reportingLetter(carrier, notice) : letterToRetailer(retailer, carrier.alias, notice)
    try {
      for (const { send } of await mail.receivers(id, "alert")) await send(mailOf(letter, notice.at))
    } catch (failure) {
      failed.push({ id, failure })
    }
  }
  return { parties: [...later, ...failed.map(({ id }) => id)], failure: failed[0]?.failure }
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

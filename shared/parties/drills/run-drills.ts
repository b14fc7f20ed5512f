import { type alertDrillRequested, type drillAcknowledged, drillAlertSent } from "../../base/contracts/alert-drills.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { type EventPublisher, outgoing } from "../channels/event-publisher.ts"
import { mailOf } from "../channels/letter-mail.ts"
import type { DrillMail, Mail, MailReceiver } from "../channels/mail.ts"
import { hasQueue, hasWebhook } from "../has-channel.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import { type Handled, type ReceivedEvent, type ReceivedHubEvent, rejected } from "../received-event.ts"
import type { DrillSent, Drills } from "./drill.ts"
import { drillLetter } from "./drill-letter.ts"

/** A request that comes later is one that somebody replayed from the archive. */
const requestMinutes = 60
const daysKept = 30

type DrillTools = {
  parties: PartyDirectory
  drills: Drills
  publisher: Pick<EventPublisher, "publish">
  mail: DrillMail
  clock: Clock
}

/**
 * Sends the test alert of a drill to one party, on every channel that it has. It opens no case. A repeat sends nothing;
 * after a crash before the end the event goes again under the same id, and contacts may get the mail twice.
 */
export function makeStartDrill(
  tools: DrillTools,
): (event: ReceivedHubEvent<typeof alertDrillRequested>) => Promise<string> {
  const { parties, drills, publisher, mail, clock } = tools
  return async ({ data: { drillId, partyId, requestedAt, level } }) => {
    const party = await parties.byId(partyId)
    if (party === undefined) return "unknownParty"
    const now = clock()
    if (now.getTime() - Date.parse(requestedAt) > requestMinutes * 60_000) return "tooOld"
    const expiresAt = Math.floor(now.getTime() / 1000) + daysKept * 86_400
    await drills.begin({ drillId, partyId, requestedAt, expiresAt })
    const row = await drills.get(drillId, partyId)
    if (row?.sent !== undefined) return "repeated"
    const event = outgoing(
      drillAlertSent,
      { drillId, requestedAt },
      {
        id: derivedId("drill-alert-sent", drillId, partyId),
        occurredAt: requestedAt,
        audience: partyId,
        belongsTo: drillId,
      },
    )
    await publisher.publish([event])
    const receivers = await mail.receivers(partyId, level)
    const mailsRefused = await refusedMails(receivers, mailOf(drillLetter(drillId, party.language), requestedAt))
    const channels = channelsOf(party, receivers.length - mailsRefused)
    await drills.noteSent(drillId, partyId, { at: clock().toISOString(), channels, mailsRefused })
    return "sent"
  }
}

/** @returns how many mails no retry would deliver. One that fails otherwise keeps no other back, and is thrown */
async function refusedMails(receivers: readonly Pick<MailReceiver, "send">[], mail: Mail): Promise<number> {
  let refused = 0
  const failures: unknown[] = []
  for (const { send } of receivers) {
    try {
      if ((await send(mail)) !== "accepted") refused += 1
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw failures[0]
  return refused
}

function channelsOf(party: Party, mailsAccepted: number): DrillSent["channels"] {
  // Nothing new goes to a party that is leaving, except mail.
  const isReached = party.leaving !== true
  return [
    ...(isReached && hasQueue(party) ? (["queue"] as const) : []),
    ...(isReached && party.channels.busArn !== undefined ? (["bus"] as const) : []),
    ...(isReached && hasWebhook(party) ? (["webhook"] as const) : []),
    ...(mailsAccepted > 0 ? (["mail"] as const) : []),
  ]
}

/** Notes that a party acknowledged a test alert. */
export function makeAcknowledgeDrill({
  drills,
}: {
  drills: Pick<Drills, "acknowledge">
}): (event: ReceivedEvent<typeof drillAcknowledged>) => Promise<Handled> {
  return async ({ party, data: { drillId }, receivedAt }) => {
    const outcome = await drills.acknowledge(drillId, party.id, receivedAt)
    return outcome === "unknown" ? rejected({ path: "data.drillId", rule: "unknownReference" }) : outcome
  }
}

import type { Clock } from "../../base/platform/clock.ts"
import { systemClock } from "../../base/platform/clock.ts"
import type { DeadLetters } from "../../base/platform/dead-letters.ts"
import {
  type EventBridgeEnvelope,
  parseEnvelope,
  parseEnvelopeWithoutDetail,
  refusalOfDetail,
} from "../../base/platform/event-bridge-envelope.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { EventPublisher } from "../channels/event-publisher.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import { senderBinding } from "./bind-sender.ts"
import { eventRejecter, type RejectEvent } from "./reject-event.ts"

/** What a pipeline of parties' events needs to find the sender of a message, and to answer it. */
export type IntakeTools = {
  parties: PartyDirectory
  /** Account of the deployment. */
  hubAccount: string
  /** Publishes `EventRejected` on the exchange bus. */
  publisher: EventPublisher
  /** Keeps messages of which no party can be alerted. */
  deadLetters: DeadLetters
  telemetry: Telemetry
  clock?: Clock
}

/** The event of a message and the party that sent it, or in one word why the message goes no further. */
export type OpenedMessage = { envelope: EventBridgeEnvelope; party: Party } | { outcome: "rejected" | "deadLetter" }

/** Opens the messages of a queue that an ingress rule fills. */
export type Intake = { open: (body: string) => Promise<OpenedMessage>; reject: RejectEvent }

/**
 * Opens messages and rejects events. No retry can fix what is wrong with a message here, so none fails:
 * - A detail that is not JSON, too deep or of too many values is rejected.
 * - If the account may not use the source, `SpoofedEvent` is counted and each party of the account is alerted.
 * - If no party can be alerted, the message is kept as a dead letter at once.
 */
export function intakeOf(tools: IntakeTools): Intake {
  const { deadLetters, telemetry } = tools
  const bind = senderBinding(tools.parties, tools.hubAccount)
  const reject = eventRejecter(tools.publisher, telemetry, tools.clock ?? systemClock)

  const keep = async (body: string, errorName: string, eventBridgeId?: string): Promise<OpenedMessage> => {
    await deadLetters.keep(body)
    telemetry.error("Message kept as a dead letter", { eventBridgeId, errorName })
    return { outcome: "deadLetter" }
  }

  const open = async (body: string): Promise<OpenedMessage> => {
    const envelope = parseEnvelope(body)
    const header = envelope ?? parseEnvelopeWithoutDetail(body)
    if (header === undefined) return keep(body, "MessageUnreadable")
    const sender = await bind(header.account, header.source)
    if (sender.kind === "party") {
      if (envelope !== undefined) return { envelope, party: sender.party }
      await reject(sender.party, header.id, {}, [{ path: "detail", rule: refusalOfDetail(body) }])
      return { outcome: "rejected" }
    }
    const owners = sender.kind === "spoofed" ? sender.owners : []
    telemetry.count("SpoofedEvent")
    telemetry.error("The sending account may not use this source", {
      eventBridgeId: header.id,
      count: owners.length,
      party: owners.length === 1 ? owners[0]?.id : undefined,
    })
    if (owners.length === 0) return keep(body, "SenderSpoofed", header.id)
    for (const owner of owners) await reject(owner, header.id, {}, [{ path: "source", rule: "wrongSender" }])
    return { outcome: "rejected" }
  }
  return { open, reject }
}

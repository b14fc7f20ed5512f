import type { EventBridgeEnvelope } from "../../platform/event-bridge-envelope.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import type { Party } from "../party.ts"
import type { BindSender } from "./bind-sender.ts"
import type { RejectEvent } from "./reject-event.ts"

/** A message has a source that its account may not use. It fails until it reaches the dead-letter queue. */
export class SenderSpoofed extends Error {
  override readonly name = "SenderSpoofed"
}

/**
 * The party that sent an envelope.
 * @throws SenderSpoofed after counting `SpoofedEvent` and alerting the party that owns the account, if any
 */
export async function authenticateSender(
  envelope: EventBridgeEnvelope,
  tools: { bind: BindSender; reject: RejectEvent; telemetry: Telemetry },
): Promise<Party> {
  const sender = await tools.bind(envelope.account, envelope.source)
  if (sender.kind === "party") {
    return sender.party
  }
  const owner = sender.kind === "spoofed" ? sender.owner : undefined
  tools.telemetry.count("SpoofedEvent")
  tools.telemetry.error("The sending account may not use this source", {
    eventBridgeId: envelope.id,
    party: owner?.id,
  })
  if (owner !== undefined) {
    await tools.reject(owner, envelope.id, {}, [{ path: "source", rule: "wrongSender" }])
  }
  throw new SenderSpoofed()
}

import type { Sealer } from "../../base/platform/sealing.ts"
import type { WebhookMessageRow } from "./webhook-rows.ts"

/** Seals an event for the party that it is addressed to. @throws OwnerShredded if the party was removed */
export function sealBody(
  sealer: Pick<Sealer, "seal">,
  { partyId, eventId, body }: { partyId: string; eventId: string; body: string },
): Promise<string> {
  return sealer.seal(`party#${partyId}`, `webhook#${eventId}`, "body", body)
}

/** Opens a sealed event. Undefined: the party was removed, and its key destroyed. */
export function openBody(
  sealer: Pick<Sealer, "unseal">,
  { partyId, eventId, sealedBody }: WebhookMessageRow,
): Promise<string | undefined> {
  return sealer.unseal(`party#${partyId}`, `webhook#${eventId}`, "body", sealedBody)
}

import type { Sealer } from "../../base/platform/sealing.ts"

/** Opens the sealed secret of an invited party's webhook. Undefined: its key was destroyed. */
export function openWebhookSecret(
  sealer: Pick<Sealer, "unseal">,
  partyId: string,
  sealedSecret: string,
): Promise<string | undefined> {
  return sealer.unseal(`party#${partyId}`, "webhook", "secret", sealedSecret)
}

/** Seals the secret of an invited party's webhook. @param known a sealed text, which stays if it is of this secret */
export async function sealWebhookSecret(
  sealer: Pick<Sealer, "seal" | "unseal">,
  partyId: string,
  { secret, known }: { secret: string; known?: string | undefined },
): Promise<string> {
  if (known !== undefined && (await openWebhookSecret(sealer, partyId, known)) === secret) return known
  return sealer.seal(`party#${partyId}`, "webhook", "secret", secret)
}

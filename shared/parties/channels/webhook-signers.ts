import type { Clock } from "../../platform/clock.ts"
import { expiringMap } from "../../platform/expiring-map.ts"
import type { Sealer } from "../../platform/sealing.ts"
import type { SignedWebhook } from "../party.ts"
import { type SlackUrlOf, standardWebhookSigner, type WebhookSigner, type WebhookSignerOf } from "./webhook.ts"

/** A secret is read again after 5 minutes, so that a rotation takes effect. */
const secretLifeMilliseconds = 300_000

/**
 * Finds the signers of webhooks. A party of the file has its secret in Secrets Manager. An invited party has it sealed,
 * so that a new one takes effect with the party's entry.
 */
export function webhookSigners(options: {
  readSecret: (secretName: string) => Promise<string>
  sealer: Pick<Sealer, "unseal">
  clock: Clock
}): WebhookSignerOf {
  const { readSecret, sealer, clock } = options
  const kept = expiringMap<WebhookSigner>(secretLifeMilliseconds)
  const secretOf = (partyId: string, webhook: SignedWebhook): Promise<string | undefined> =>
    "secretName" in webhook
      ? readSecret(webhook.secretName)
      : sealer.unseal(`party#${partyId}`, "webhook", "secret", webhook.sealedSecret)
  return async (partyId, webhook) => {
    const key = "secretName" in webhook ? webhook.secretName : `${partyId} ${webhook.sealedSecret}`
    const known = kept.get(key, clock())
    if (known !== undefined) return known
    const secret = await secretOf(partyId, webhook)
    if (secret === undefined) return undefined
    const signer = standardWebhookSigner(secret)
    kept.set(key, signer, clock())
    return signer
  }
}

/** Finds the addresses of Slack channels, which are secrets. */
export function slackUrls(options: { readSecret: (secretName: string) => Promise<string>; clock: Clock }): SlackUrlOf {
  const { readSecret, clock } = options
  const kept = expiringMap<string>(secretLifeMilliseconds)
  return async (secretName) => {
    const known = kept.get(secretName, clock())
    if (known !== undefined) return known
    const url = (await readSecret(secretName)).trim()
    kept.set(secretName, url, clock())
    return url
  }
}

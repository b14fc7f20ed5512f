import type { Clock } from "../../base/platform/clock.ts"
import { expiringMap } from "../../base/platform/expiring-map.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { PartyWebhook } from "../party.ts"
import { type SlackUrlOf, standardWebhookSigner, type WebhookSignerOf } from "./webhook.ts"
import { openWebhookSecret } from "./webhook-secret.ts"

/** A secret is read again after 5 minutes, so that a rotation takes effect. */
const secretLifeMilliseconds = 300_000

type Options = {
  readSecret: (secretName: string) => Promise<string>
  sealer: Pick<Sealer, "unseal">
  clock: Clock
}

/**
 * Finds the signers of webhooks. A party of the file has its secret in Secrets Manager. An invited party has it sealed,
 * so that a new one takes effect with the party's entry.
 */
export const webhookSigners = (options: Options): WebhookSignerOf => fromSecrets(options, standardWebhookSigner)

/** Finds the addresses of Slack channels, which are the secrets of their webhooks. */
export const slackUrls = (options: Options): SlackUrlOf => fromSecrets(options, (secret) => secret.trim())

/** What is made from the secret of a webhook. Undefined: the key of a sealed secret was destroyed. */
function fromSecrets<Made>({ readSecret, sealer, clock }: Options, make: (secret: string) => Made) {
  const kept = expiringMap<{ made: Made }>(secretLifeMilliseconds)
  return async (partyId: string, webhook: PartyWebhook): Promise<Made | undefined> => {
    const isInFile = "secretName" in webhook
    const key = isInFile ? webhook.secretName : `${partyId} ${webhook.sealedSecret}`
    const known = kept.get(key, clock())
    if (known !== undefined) return known.made
    const secret = await (isInFile
      ? readSecret(webhook.secretName)
      : openWebhookSecret(sealer, partyId, webhook.sealedSecret))
    if (secret === undefined) return undefined
    const made = make(secret)
    kept.set(key, { made }, clock())
    return made
  }
}

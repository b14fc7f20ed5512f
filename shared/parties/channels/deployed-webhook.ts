import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { standardWebhookSigner, type WebhookPost, type WebhookSigner } from "./webhook.ts"

/** How long a secret is used before it is read again, so that a rotation takes hold: 5 minutes. */
const secretLifeMilliseconds = 300_000

/** Signers from Secrets Manager, each secret kept for five minutes. */
export function secretsManagerSigners(options: {
  client: SecretsManagerClient
  now: () => number
}): (secretName: string) => Promise<WebhookSigner> {
  const kept = new Map<string, { signer: WebhookSigner; until: number }>()
  return async (secretName) => {
    const known = kept.get(secretName)
    if (known !== undefined && known.until > options.now()) return known.signer
    const { SecretString } = await options.client.send(new GetSecretValueCommand({ SecretId: secretName }))
    const signer = standardWebhookSigner(SecretString ?? "")
    kept.set(secretName, { signer, until: options.now() + secretLifeMilliseconds })
    return signer
  }
}

/** Posts over HTTPS; follows no redirect, so that a signed message goes where parties.json says and nowhere else. */
export function httpsPost(timeoutMilliseconds: number): WebhookPost {
  return async ({ url, body, headers }) => {
    try {
      const answer = await fetch(url, {
        method: "POST",
        body,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMilliseconds),
      })
      await answer.body?.cancel()
      return answer.status
    } catch {
      return "unreachable"
    }
  }
}

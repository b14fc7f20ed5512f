import { systemClock } from "../../platform/clock.ts"
import { readSecret } from "../../platform/deployed-secret.ts"
import { answerWithinMilliseconds, standardWebhookSigner, type WebhookPost, type WebhookSigner } from "./webhook.ts"

/** A secret is read again after 5 minutes, so that a rotation takes effect. */
const secretLifeMilliseconds = 300_000

/** Signs and posts webhook messages. */
export function deployedWebhooks(): { signerOf: (secretName: string) => Promise<WebhookSigner>; post: WebhookPost } {
  const kept = new Map<string, { signer: WebhookSigner; until: number }>()
  return {
    async signerOf(secretName) {
      const now = systemClock().getTime()
      const known = kept.get(secretName)
      if (known !== undefined && known.until > now) return known.signer
      const signer = standardWebhookSigner(await readSecret(secretName))
      kept.set(secretName, { signer, until: now + secretLifeMilliseconds })
      return signer
    },
    post: postOverHttps,
  }
}

/** Follows no redirect, so that a signed message goes only to the address in parties.json. */
const postOverHttps: WebhookPost = async ({ url, body, headers }) => {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(answerWithinMilliseconds),
    })
    await answer.body?.cancel()
    return answer.status
  } catch {
    return "unreachable"
  }
}

import { systemClock } from "../../platform/clock.ts"
import { deployedSealer } from "../../platform/deployed-sealing.ts"
import { readSecret } from "../../platform/deployed-secret.ts"
import { answerWithinMilliseconds, type SlackUrlOf, type WebhookPost, type WebhookSignerOf } from "./webhook.ts"
import { slackUrls, webhookSigners } from "./webhook-signers.ts"

/** Signs and posts webhook messages. */
export function deployedWebhooks(): { signerOf: WebhookSignerOf; slackUrlOf: SlackUrlOf; post: WebhookPost } {
  const secrets = { readSecret, sealer: deployedSealer(), clock: systemClock }
  return {
    signerOf: webhookSigners(secrets),
    slackUrlOf: slackUrls(secrets),
    post: postOverHttps,
  }
}

/** Follows no redirect, so that a signed message goes only to the address that the party gave. */
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

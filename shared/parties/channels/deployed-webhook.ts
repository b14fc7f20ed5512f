import { systemClock } from "../../base/platform/clock.ts"
import { deployedSealer } from "../../base/platform/deployed-sealing.ts"
import { readSecret } from "../../base/platform/deployed-secret.ts"
import { hasVariable } from "../../base/platform/environment.ts"
import { loopbackWebhooksVariable } from "../../base/platform/resource-variables.ts"
import { postOverHttps } from "./deployed-webhook-post.ts"
import type { SlackUrlOf, WebhookPost, WebhookSignerOf } from "./webhook.ts"
import { slackUrls, webhookSigners } from "./webhook-signers.ts"

/** Signs and posts webhook messages. */
export function deployedWebhooks(): { signerOf: WebhookSignerOf; slackUrlOf: SlackUrlOf; post: WebhookPost } {
  const secrets = { readSecret, sealer: deployedSealer(), clock: systemClock }
  return {
    signerOf: webhookSigners(secrets),
    slackUrlOf: slackUrls(secrets),
    post: postOverHttps({ allowsLoopback: hasVariable(loopbackWebhooksVariable) }),
  }
}

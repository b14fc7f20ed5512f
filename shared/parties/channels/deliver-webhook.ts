import type { EventContract } from "../../contracts/define-event.ts"
import type { Clock } from "../../platform/clock.ts"
import type { PartyDirectory } from "../party-directory.ts"
import type { ReceivedHubEvent } from "../received-event.ts"
import type { WebhookMessage, WebhookPost, WebhookSigner } from "./webhook.ts"

/** The webhook refused the message. A later attempt can succeed. The message names the party and the status only. */
export class WebhookRefused extends Error {
  override name = "WebhookRefused"
  constructor(partyId: string, status: number | "unreachable") {
    super(`The webhook of ${partyId} answered ${status}`)
  }
}

/**
 * Sends an event to the webhook of its audience, signed as Standard Webhooks specifies. The message has the id of the
 * event, so that a receiver can drop repeats.
 * @throws WebhookRefused unless the receiver answers 2xx
 */
export function makeDeliverWebhook(options: {
  parties: PartyDirectory
  signerOf: (secretName: string) => Promise<WebhookSigner>
  post: WebhookPost
  clock: Clock
}): (event: ReceivedHubEvent<EventContract>) => Promise<"delivered" | "noWebhook"> {
  const { parties, signerOf, post, clock } = options

  return async ({ contract, metadata, data }) => {
    const party = await parties.byId(metadata.audience ?? "")
    const webhook = party?.channels.webhook
    if (party === undefined || webhook === undefined || !("secretName" in webhook)) return "noWebhook"

    const body = JSON.stringify({ type: contract.detailType, timestamp: metadata.occurredAt, metadata, data })
    const sentAt = clock()
    const sign = await signerOf(webhook.secretName)
    const message: WebhookMessage = {
      url: webhook.url,
      body,
      headers: {
        "content-type": "application/json",
        "webhook-id": metadata.id,
        "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
        "webhook-signature": sign(metadata.id, sentAt, body),
      },
    }
    const status = await post(message)
    if (status === "unreachable" || status < 200 || status > 299) throw new WebhookRefused(party.id, status)
    return "delivered"
  }
}

import { Webhook } from "standardwebhooks"
import type { EventContract } from "../../base/contracts/define-event.ts"
import type { PartyWebhook } from "../party.ts"
import type { ReceivedHubEvent } from "../received-event.ts"

/** One signed request to a party's webhook. */
export type WebhookMessage = { url: string; body: string; headers: Record<string, string> }

/** The message of an event, with its headers. */
export function signedMessage(
  { contract, metadata, data }: ReceivedHubEvent<EventContract>,
  { url, sign, sentAt }: { url: string; sign: WebhookSigner; sentAt: Date },
): WebhookMessage {
  const body = JSON.stringify({ type: contract.detailType, timestamp: metadata.occurredAt, metadata, data })
  return {
    url,
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": metadata.id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": sign(metadata.id, sentAt, body),
    },
  }
}

/** Signature header for a message's id, sending time and body. */
export type WebhookSigner = (id: string, sentAt: Date, body: string) => string

/** How long an endpoint has to answer, with the look-up of its name. Standard Webhooks recommends 15 to 30 seconds. */
export const answerWithinMilliseconds = 15_000

/** Finds the signer of a party's webhook. None: the key of its secret was destroyed, because the party was removed. */
export type WebhookSignerOf = (partyId: string, webhook: PartyWebhook) => Promise<WebhookSigner | undefined>

/** The address of a party's Slack channel. None: the key of its secret was destroyed, because the party was removed. */
export type SlackUrlOf = (partyId: string, webhook: PartyWebhook) => Promise<string | undefined>

/**
 * What an endpoint answered. `unreachable`: nothing in time. `notPublic`: its name leads to an address that is not
 * public, so nothing was sent.
 */
export type PostStatus = number | "unreachable" | "notPublic"

/** An answer, with its header `retry-after`. */
export type PostAnswer = { readonly status: PostStatus; readonly retryAfter?: string | undefined }

/** Sends a message. The signal ends it before its time. */
export type WebhookPost = (message: WebhookMessage, signal?: AbortSignal) => Promise<PostAnswer>

/**
 * Signer of a Standard Webhooks secret (`whsec_` and base64). While a secret rotates there are several, with spaces
 * between them. Each makes a signature, and a receiver accepts a message if one of them is right.
 */
export function standardWebhookSigner(secrets: string): WebhookSigner {
  const webhooks = secrets
    .trim()
    .split(/\s+/)
    .map((secret) => new Webhook(secret))
  return (id, sentAt, body) => webhooks.map((webhook) => webhook.sign(id, sentAt, body)).join(" ")
}

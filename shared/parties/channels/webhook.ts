import { Webhook } from "standardwebhooks"

/** One signed request to a party's webhook. */
export type WebhookMessage = { url: string; body: string; headers: Record<string, string> }

/** Signature header for a message's id, sending time and body. */
export type WebhookSigner = (id: string, sentAt: Date, body: string) => string

/** Standard Webhooks recommends timeouts of 15 to 30 seconds. We use 10, because an attempt occupies an invocation. */
export const answerWithinMilliseconds = 10_000

/** Sends a message and returns the status. `unreachable`: no answer in time. */
export type WebhookPost = (message: WebhookMessage) => Promise<number | "unreachable">

/** Signer of a Standard Webhooks secret (`whsec_` and base64). */
export function standardWebhookSigner(secret: string): WebhookSigner {
  const webhook = new Webhook(secret)
  return (id, sentAt, body) => webhook.sign(id, sentAt, body)
}

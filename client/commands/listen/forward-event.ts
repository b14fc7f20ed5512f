import { randomBytes } from "node:crypto"
import { Webhook } from "standardwebhooks"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { ReceivedEvent } from "../../events/received-event.ts"
import { webhookVerifier } from "../../webhooks/verify-webhook.ts"

/** A webhook request as the hub would send it. */
export type SignedRequest = { readonly body: string; readonly headers: Readonly<Record<string, string>> }

/** A secret for one run, if the caller has none. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`

/** @throws CommandStopped when the hub would not sign with this secret. The message does not repeat it */
export function requireUsable(secret: string): void {
  const sentence =
    "--secret takes whsec_ and base64, such as a webhook has in your settings. Leave it out for a new one."
  if (!secret.startsWith("whsec_")) throw new CommandStopped("wrongUsage", sentence)
  try {
    webhookVerifier(secret)
  } catch {
    throw new CommandStopped("wrongUsage", sentence)
  }
}

/**
 * The request that the hub would send to the party's webhook, signed with this secret, and verified with it again.
 *
 * @throws RangeError when the secret cannot be used
 */
export function signedRequest(event: ReceivedEvent, secret: string, sentAt: Date): SignedRequest {
  const { type, metadata, data } = event
  const verify = webhookVerifier(secret)
  const body = JSON.stringify({ type, timestamp: metadata.occurredAt, metadata, data })
  const headers = {
    "content-type": "application/json",
    "webhook-id": metadata.id,
    "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1_000)),
    "webhook-signature": new Webhook(secret).sign(metadata.id, sentAt, body),
  }
  verify(body, headers)
  return { body, headers }
}

const timeoutMilliseconds = 15_000

/** What the receiver answered: its status, or that it did not. */
export async function forward(url: string, { body, headers }: SignedRequest): Promise<number | "no answer"> {
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds)
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" })
    return response.status
  } catch {
    return "no answer"
  }
}

import { Webhook } from "standardwebhooks"
import { NotAnEvent, type ReceivedEvent, readEvent } from "../events/received-event.ts"

/** Why a request is not a webhook of the hub. */
export type WebhookFault = "headers" | "timestamp" | "signature" | "body"

const faults: Readonly<Record<WebhookFault, string>> = {
  headers: "A header is missing: webhook-id, webhook-timestamp or webhook-signature.",
  timestamp: "It was signed more than five minutes ago, or this machine's clock is wrong.",
  signature:
    "The signature fits none of the secrets. Compare them with your settings, and verify the body as it came, before anything parses it.",
  body: "It is signed, but its body is no event of the hub.",
}

/** The request is not a webhook of the hub. Answer 400 or 401, and do nothing with its body. */
export class WebhookInvalid extends Error {
  override readonly name = "WebhookInvalid"
  readonly fault: WebhookFault

  constructor(fault: WebhookFault) {
    super(faults[fault])
    this.fault = fault
  }
}

/** The headers of a request: those of Node.js, of `fetch`, or of a Lambda function. */
export type RequestHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Verifies webhooks of the hub, as Standard Webhooks specifies, and reads their event. While a secret is replaced, give
 * the old one and the new one.
 *
 * @param secrets each begins with `whsec_`
 * @returns a function that takes the body as it came and the headers of the request. It throws WebhookInvalid
 * @throws RangeError when there is no secret, or one cannot be used
 */
export function webhookVerifier(
  ...secrets: readonly string[]
): (body: string, headers: RequestHeaders) => ReceivedEvent {
  const webhooks = secrets.map(webhookOf)
  if (webhooks.length === 0) throw new RangeError("Give the secret of your webhook.")
  return (body, headers) => {
    const signed = signatureHeaders(headers)
    if (!webhooks.some((webhook) => isSignedWith(webhook, body, signed))) throw new WebhookInvalid(faultOf(signed))
    try {
      return readEvent(body)
    } catch (error) {
      throw error instanceof NotAnEvent ? new WebhookInvalid("body") : error
    }
  }
}

function webhookOf(secret: string): Webhook {
  try {
    return new Webhook(secret)
  } catch {
    throw new RangeError("A secret is whsec_ and base64. This one cannot be used.")
  }
}

const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const
type SignatureHeaders = Record<(typeof names)[number], string>

/** @throws WebhookInvalid when one is missing */
function signatureHeaders(headers: RequestHeaders): SignatureHeaders {
  const all = headers instanceof Headers ? Object.fromEntries(headers) : headers
  const found = new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]))
  const headerOf = (name: (typeof names)[number]): string => {
    const value = found.get(name)
    if (typeof value !== "string" || value === "") throw new WebhookInvalid("headers")
    return value
  }
  return {
    "webhook-id": headerOf("webhook-id"),
    "webhook-timestamp": headerOf("webhook-timestamp"),
    "webhook-signature": headerOf("webhook-signature"),
  }
}

function isSignedWith(webhook: Webhook, body: string, headers: SignatureHeaders): boolean {
  try {
    webhook.verify(body, headers, { jsonParse: false })
    return true
  } catch {
    return false
  }
}

const toleranceSeconds = 300

/** The library says in words only what is wrong. */
function faultOf(headers: SignatureHeaders): WebhookFault {
  const age = Math.abs(Date.now() / 1_000 - Number(headers["webhook-timestamp"]))
  return age <= toleranceSeconds ? "signature" : "timestamp"
}

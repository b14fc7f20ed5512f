import { describe, expect, it } from "@jest/globals"
import { dataAs, NotAnEvent, readEvent } from "../../../client/events/received-event.ts"
import { WebhookInvalid, webhookVerifier } from "../../../client/webhooks/verify-webhook.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { claimAnswered } from "../../../shared/base/contracts/claim-answered.ts"
import { standardWebhookSigner } from "../../../shared/parties/channels/webhook.ts"

const secretOf = (text: string): string => `whsec_${Buffer.from(text.padEnd(32, ".")).toString("base64")}`
const [old, next, foreign] = [secretOf("old"), secretOf("next"), secretOf("foreign")]
const [data] = claimAnswered.examples
const metadata = {
  id: "e-1",
  occurredAt: "2026-11-01T14:03:00.000Z",
  correlationId: "c-1",
  version: 1,
  audience: "maplebooks",
}
const body = JSON.stringify({ type: "ClaimAnswered", timestamp: metadata.occurredAt, metadata, data })

/** A request as the hub signs it. */
function request({ secret = next, text = body, sentAt = new Date() } = {}) {
  return {
    body: text,
    headers: {
      "content-type": "application/json",
      "webhook-id": "e-1",
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1_000)),
      "webhook-signature": standardWebhookSigner(secret)("e-1", sentAt, text),
    },
  }
}
const faultOf = (verify: () => unknown): unknown => {
  try {
    return verify()
  } catch (error) {
    return error instanceof WebhookInvalid ? error.fault : error
  }
}

describe("a webhook of the hub", () => {
  it("is verified, and its event is read", () => {
    const { body: text, headers } = request()
    const event = webhookVerifier(next)(text, headers)
    expect(event).toEqual({ type: "ClaimAnswered", metadata, data })
    expect(dataAs(claimAnswered, event)).toEqual(data)
    expect(dataAs(breachCaseOpened, event)).toBeUndefined()
  })

  it.each([
    ["old", old],
    ["new", next],
  ])("is verified with the %s secret while it is replaced", (_, secret) => {
    const { body: text, headers } = request({ secret })
    expect(webhookVerifier(old, next)(text, headers).type).toBe("ClaimAnswered")
  })

  it("is verified when one of several signatures fits", () => {
    const [one, other] = [request({ secret: old }), request({ secret: foreign })]
    const both = `${other.headers["webhook-signature"]} ${one.headers["webhook-signature"]}`
    expect(webhookVerifier(old)(one.body, { ...one.headers, "webhook-signature": both }).type).toBe("ClaimAnswered")
  })

  it("may come with the headers of fetch, or with names in capitals", () => {
    const { body: text, headers } = request()
    expect(webhookVerifier(next)(text, new Headers(headers)).type).toBe("ClaimAnswered")
    const capitals = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    expect(webhookVerifier(next)(text, capitals).type).toBe("ClaimAnswered")
  })

  it.each([
    ["another secret", request({ secret: foreign }), "signature"],
    ["another body", { ...request(), body: body.replace("e-1", "e-2") }, "signature"],
    ["an old time", request({ sentAt: new Date(Date.now() - 301_000) }), "timestamp"],
    ["no signature", { body, headers: { ...request().headers, "webhook-signature": "" } }, "headers"],
    ["a body that is no event", request({ text: "{}" }), "body"],
  ])("is refused with %s, and the fault says why", (_, { body: text, headers }, fault) => {
    expect(faultOf(() => webhookVerifier(old, next)(text, headers))).toBe(fault)
  })

  it("needs a secret that can be used", () => {
    expect(() => webhookVerifier()).toThrow("Give the secret of your webhook.")
    expect(() => webhookVerifier("whsec_")).toThrow("whsec_ and base64")
  })
})

describe("an event of a party's queue", () => {
  it("is read from the message, which is a whole EventBridge event", () => {
    const message = { source: "wayseal.hub", "detail-type": "ClaimAnswered", detail: { metadata, data } }
    for (const received of [message, JSON.stringify(message)])
      expect(readEvent(received)).toEqual({ type: "ClaimAnswered", metadata, data })
  })

  it.each(["", "{", "[]", '{"detail-type":"ClaimAnswered"}'])("is refused when it is none: %s", (text) => {
    expect(() => readEvent(text)).toThrow(NotAnEvent)
  })

  it("has no data of a contract of another version", () => {
    expect(
      dataAs(claimAnswered, { type: "ClaimAnswered", metadata: { ...metadata, version: 2 }, data }),
    ).toBeUndefined()
  })
})

import { createServer } from "node:http"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { newSecret } from "../../../client/commands/listen/forward-event.ts"
import { type Listening, listen } from "../../../client/commands/listen/run-listen.ts"
import { type Tap, tapPattern, tapPolicy } from "../../../client/commands/listen/tap.ts"
import type { ReceivedEvent } from "../../../client/events/received-event.ts"
import { webhookVerifier } from "../../../client/webhooks/verify-webhook.ts"
import { claimAnswered } from "../../../shared/base/contracts/claim-answered.ts"

const [data] = claimAnswered.examples
const message = (id: string): string =>
  JSON.stringify({
    source: "wayseal.hub",
    "detail-type": "ClaimAnswered",
    detail: { metadata: { id, occurredAt: "2026-11-01T14:03:00.000Z", correlationId: "c-1", version: 1 }, data },
  })

/** A tap that gives these batches, one each time. */
function tapWith(...batches: readonly (readonly string[])[]) {
  const left = [...batches]
  const state = { isClosed: false }
  const tap: Tap = {
    receive: async () => left.shift() ?? [],
    close: async () => {
      state.isClosed = true
    },
  }
  return { tap, state }
}

const listening = (tap: Tap, more: Partial<Listening> = {}) => {
  const printed: string[] = []
  const signal = new AbortController().signal
  return { printed, listening: { tap, print: (text: string) => void printed.push(text), signal, ...more } }
}

describe("listen", () => {
  it("prints each event as it arrives, and ends after so many", async () => {
    const { tap, state } = tapWith([], [message("e-1")], [message("e-2")], [message("e-3")])
    const { printed, listening: with2 } = listening(tap, { events: 2 })
    const { text, status } = await listen(with2)
    expect(printed).toEqual([
      expect.stringMatching(/^2026-11-01T14:03:00.000Z {2}ClaimAnswered {2}\{/),
      expect.stringMatching(/ClaimAnswered/),
    ])
    expect({ text, status, isClosed: state.isClosed }).toEqual({ text: "2 events.\n", status: 0, isClosed: true })
  })

  it("ends when its time is over, and says if too few events came", async () => {
    let time = 0
    const { tap, state } = tapWith([message("e-1")])
    const now = () => (time += 500)
    expect((await listen(listening(tap, { seconds: 2, now }).listening)).text).toBe("1 event.\n")
    const failure = listen(listening(tapWith([message("e-1")]).tap, { seconds: 2, events: 2, now }).listening)
    await expect(failure).rejects.toThrow("Only 1 of 2 events came.")
    expect(state.isClosed).toBe(true)
  })

  it("ends when it is stopped", async () => {
    const stop = new AbortController()
    const { tap, state } = tapWith()
    const ended = listen(listening(tap, { signal: stop.signal }).listening)
    stop.abort()
    expect((await ended).status).toBe(0)
    expect(state.isClosed).toBe(true)
  })

  it("closes the tap when an event cannot be read", async () => {
    const { tap, state } = tapWith(["{}"])
    await expect(listen(listening(tap).listening)).rejects.toThrow("neither the body of a webhook nor")
    expect(state.isClosed).toBe(true)
  })
})

describe("listen --forward-to", () => {
  const secret = newSecret()
  let received: ReceivedEvent[]
  let status: number
  let url: string
  let stop: () => void

  beforeEach(async () => {
    received = []
    status = 204
    const verify = webhookVerifier(secret)
    const server = createServer(async (request, response) => {
      let body = ""
      for await (const part of request) body += String(part)
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      received.push(verify(body, headers))
      response.writeHead(status).end()
    })
    await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle))
    url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}/wayseal`
    stop = () => void server.close()
  })
  afterEach(() => stop())

  it("posts each event as a signed webhook", async () => {
    const { tap } = tapWith([message("e-1")])
    const { printed, listening: forwarding } = listening(tap, { events: 1, forwardTo: { url, secret } })
    expect((await listen(forwarding)).status).toBe(0)
    expect(received).toMatchObject([{ type: "ClaimAnswered", metadata: { id: "e-1" }, data }])
    expect(printed.join("")).toContain("the receiver answered: 204")
  })

  it("says that a receiver refused, and ends with 1", async () => {
    status = 500
    const { tap } = tapWith([message("e-1")])
    const outcome = await listen(listening(tap, { events: 1, forwardTo: { url, secret } }).listening)
    expect(outcome).toMatchObject({ status: 1, text: "1 event; the receiver did not accept 1.\n" })
  })

  it("goes on when nobody answers", async () => {
    stop()
    const { tap } = tapWith([message("e-1")])
    const nowhere = { url: "http://127.0.0.1:9/", secret }
    const outcome = await listen(listening(tap, { events: 1, forwardTo: nowhere }).listening)
    expect(outcome).toMatchObject({ status: 1, data: { events: [{ answered: "no answer" }] } })
  })
})

describe("a tap", () => {
  it("takes only what the hub sends to the one party, and only from its own rule", () => {
    expect(JSON.parse(tapPattern("maplebooks"))).toEqual({
      source: ["wayseal.hub"],
      detail: { metadata: { audience: ["maplebooks"] } },
    })
    expect(JSON.parse(tapPolicy("queue-arn", "rule-arn")).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: "events.amazonaws.com" },
        Resource: "queue-arn",
        Condition: { ArnEquals: { "aws:SourceArn": "rule-arn" } },
      }),
    ])
  })
})

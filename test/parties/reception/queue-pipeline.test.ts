import { describe, expect, it } from "@jest/globals"
import { derivedId } from "../../../shared/base/contracts/envelope.ts"
import { rejected } from "../../../shared/parties/received-event.ts"
import { envelope, messages, ownAccount } from "../test-parties.ts"
import { delivered, deliveries } from "./delivery-queue.ts"

describe("a queue of party events", () => {
  it("passes the authenticated party and the data without unknown fields to the use case", async () => {
    const { handler, handled } = deliveries()
    const answer = await handler(
      messages(
        delivered({ trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T15:02:58+01:00", note: "leave" }),
      ),
    )
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(handled).toHaveLength(1)
    expect(handled[0]).toMatchObject({
      detailType: "ShipmentDelivered",
      eventBridgeId: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
      receivedAt: "2026-11-01T14:03:00.000Z",
      data: { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:02:58.000Z" },
    })
    expect(handled[0]?.party.id).toBe("northpost")
    expect(handled[0]?.data).not.toHaveProperty("note")
  })

  it("takes the time of receipt from the queue, since senders choose the time of their events", async () => {
    const { handler, handled } = deliveries()
    const [record] = messages(envelope({ time: "2019-01-01T00:00:00Z" })).Records
    await handler({ Records: [{ ...record, attributes: { SentTimestamp: "1793541785123" } }] })
    expect(handled[0]?.receivedAt).toBe(new Date(1793541785123).toISOString())
  })

  it("names in its log the known party whose event waited long, and nothing else that a source says", async () => {
    const { handler, telemetry } = deliveries()
    const [record] = messages(envelope()).Records
    const waited = (MessageGroupId: string) => ({
      ...record,
      attributes: { SentTimestamp: "1793541665123", MessageGroupId },
    })
    await handler({ Records: [waited("wayseal.carrier.northpost"), waited("wayseal.carrier.jane-doe")] })
    const told = telemetry.lines.filter(({ message }) => message === "Messages of a party wait")
    expect(told.map(({ fields }) => fields.party)).toEqual(["northpost", undefined])
    expect(JSON.stringify(telemetry.lines)).not.toContain("jane-doe")
  })

  it("rejects and consumes an invalid event with path and rule, and handles the valid event beside it", async () => {
    const { handler, handled, rejections } = deliveries()
    const bad = delivered({ trackingNumber: "np 12", deliveredAt: "yesterday, M5V 3L9" })
    const answer = await handler(messages(bad, envelope({ id: "ok-1" })))
    expect(answer.batchItemFailures).toEqual([])
    expect(handled.map(({ eventBridgeId }) => eventBridgeId)).toEqual(["ok-1"])
    expect(rejections()).toEqual([
      {
        metadata: {
          id: derivedId("EventRejected", "northpost", "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11"),
          occurredAt: "2026-11-01T14:03:05.000Z",
          correlationId: derivedId("belongs-to", "northpost", "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11"),
          version: 1,
          audience: "northpost",
        },
        data: {
          eventBridgeId: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
          detailType: "ShipmentDelivered",
          problems: [
            { path: "data.trackingNumber", rule: "format", fix: expect.stringContaining("data.trackingNumber") },
            { path: "data.deliveredAt", rule: "format", fix: expect.stringContaining("data.deliveredAt") },
          ],
        },
      },
    ])
  })

  it.each([
    ["invalid", { trackingNumber: "np 12", deliveredAt: "2026-11-01T14:02:58Z" }],
    ["refused by the use case", { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:02:58Z" }],
  ])("returns no id of an event that is %s, because a party can take its order numbers for ids", async (_, data) => {
    const { handler, bus } = deliveries(async () => rejected({ path: "data.trackingNumber", rule: "unknownReference" }))
    const ids = { id: "LL-7310042", correlationId: "LL-7310043", causationId: "LL-7310044" }
    const metadata = { ...ids, occurredAt: "2026-11-01T14:02:58Z", version: 1 }
    await handler(messages(envelope({ detail: { metadata, data } })))
    expect(bus.events).toHaveLength(1)
    expect(JSON.stringify(bus.events)).not.toContain("LL-73100")
  })

  it.each([
    ["no detail at all", null, [{ path: "detail", rule: "type" }]],
    ["text for a detail", "ShipmentDelivered", [{ path: "detail", rule: "type" }]],
    [
      "no metadata",
      { data: { trackingNumber: "NP4021887304CA" } },
      [
        { path: "metadata", rule: "required" },
        { path: "data.deliveredAt", rule: "required" },
      ],
    ],
    [
      "an unknown version",
      { metadata: { id: "e", occurredAt: "2026-11-01T14:02:58Z", correlationId: "c", version: 2 }, data: {} },
      [{ path: "metadata.version", rule: "unknownVersion" }],
    ],
  ])("rejects %s", async (_, detail, problems) => {
    const { handler, rejections, handled } = deliveries()
    expect(await handler(messages(envelope({ detail })))).toEqual({ batchItemFailures: [] })
    expect(handled).toEqual([])
    expect(rejections()[0]?.data.problems).toMatchObject(problems)
  })

  it("rejects an event that this kind of party may not send", async () => {
    const { handler, rejections } = deliveries()
    await handler(messages(envelope({ source: "wayseal.retailer.leafline" })))
    expect(rejections()[0]).toMatchObject({
      metadata: { audience: "leafline" },
      data: { problems: [{ path: "detail-type", rule: "unknownEvent" }] },
    })
  })

  it("names the versions that it accepts in the rejection of another version", async () => {
    const { handler, rejections } = deliveries()
    await handler(messages(delivered({}, { version: 2 })))
    expect(rejections()[0]?.data.problems).toEqual([
      {
        path: "metadata.version",
        rule: "unknownVersion",
        fix: "Set metadata.version to 1, and send the data of that version.",
      },
    ])
  })

  it("rejects an event whose time is more than an hour ahead of the hub's clock", async () => {
    const { handler, handled, rejections } = deliveries()
    const data = { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:02:58Z" }
    await handler(messages(delivered(data, { occurredAt: "2026-11-01T15:03:05Z" })))
    expect(handled).toHaveLength(1)
    await handler(messages(delivered(data, { occurredAt: "2026-11-01T15:03:06Z" })))
    expect(handled).toHaveLength(1)
    expect(rejections()).toMatchObject([
      { data: { problems: [{ path: "metadata.occurredAt", rule: "inFuture", fix: expect.stringMatching(/clock/) }] } },
    ])
  })

  it.each([
    ["NaN", `{"metadata":{},"data":{"score":NaN}}`],
    ["a comma too many", `{"metadata":{},"data":{"at":"LL-0048213",}}`],
    ["a text that is cut off", `{"metadata":{"id":"LL-0048213`],
  ])("rejects a detail that is not JSON because of %s, once, without a value", async (_, detail) => {
    const { handler, handled, rejections, deadLetters, bus } = deliveries()
    const { detail: __, ...header } = envelope()
    const body = `${JSON.stringify(header).slice(0, -1)},"detail":${detail}}`
    expect(await handler(messages(body))).toEqual({ batchItemFailures: [] })
    expect(handled).toEqual([])
    expect(deadLetters.bodies).toEqual([])
    expect(rejections()).toMatchObject([
      { metadata: { audience: "northpost" }, data: { problems: [{ path: "detail", rule: "json" }] } },
    ])
    expect(JSON.stringify(bus.events)).not.toContain("LL-0048213")
  })

  it.each([
    ["5,000 levels", "tooDeep", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`],
    ["too many values", "tooBig", `[${"0,".repeat(500_000)}0]`],
  ])("rejects a detail of %s once, and handles the events beside it", async (_, rule, detail) => {
    const { handler, handled, rejections, deadLetters } = deliveries()
    const { detail: __, ...header } = envelope()
    const body = `${JSON.stringify(header).slice(0, -1)},"detail":${detail}}`
    expect(await handler(messages(body, envelope({ id: "ok-1" })))).toEqual({ batchItemFailures: [] })
    expect(handled.map(({ eventBridgeId }) => eventBridgeId)).toEqual(["ok-1"])
    expect(deadLetters.bodies).toEqual([])
    expect(rejections()).toMatchObject([
      { metadata: { audience: "northpost" }, data: { problems: [{ path: "detail", rule, fix: expect.anything() }] } },
    ])
  })

  it("reads the sender of a broken detail from what stands before it, whatever the detail holds", async () => {
    const { handler, rejections } = deliveries()
    const { detail: _, ...header } = envelope({ "detail-type": `,"detail":{}` })
    const forged = `{"account":"${ownAccount}","source":"wayseal.retailer.oakshop","detail":{NaN`
    await handler(messages(`${JSON.stringify(header).slice(0, -1)},"detail":${forged}}`))
    expect(rejections()).toMatchObject([{ metadata: { audience: "northpost" } }])
  })

  it("keeps a message without a readable envelope as a dead letter at once", async () => {
    const { handler, deadLetters, bus } = deliveries()
    expect(await handler(messages("not an envelope"))).toEqual({ batchItemFailures: [] })
    expect(deadLetters.bodies).toEqual(["not an envelope"])
    expect(bus.events).toEqual([])
  })

  it("rejects an event that the use case refuses", async () => {
    const { handler, rejections, telemetry } = deliveries(async () =>
      rejected({ path: "data.trackingNumber", rule: "unknownReference" }),
    )
    expect(await handler(messages(envelope()))).toEqual({ batchItemFailures: [] })
    expect(rejections()[0]?.data.problems).toMatchObject([{ path: "data.trackingNumber", rule: "unknownReference" }])
    expect(telemetry.counts["EventRejected"]).toBe(1)
  })

  it("rejects a redelivered event again under the same id, so that the sender can drop the repeat", async () => {
    const { handler, rejections } = deliveries()
    const bad = messages(delivered({}))
    await handler(bad)
    await handler(bad)
    const ids = rejections().map(({ metadata }) => metadata.id)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it("keeps an invalid event in the queue while its rejection cannot be published", async () => {
    const { handler } = deliveries(undefined, true)
    expect(await handler(messages(delivered({})))).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] })
  })
})

describe("a spoofed sender", () => {
  it("raises the alarm metric and alerts the party that owns the sending account, once", async () => {
    const { handler, handled, telemetry, rejections, deadLetters } = deliveries()
    const answer = await handler(messages(envelope({ account: ownAccount })))
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(handled).toEqual([])
    expect(deadLetters.bodies).toEqual([])
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
    expect(rejections()).toMatchObject([
      {
        metadata: { audience: "oakshop" },
        data: {
          problems: [{ path: "source", rule: "wrongSender", fix: expect.stringContaining("wayseal.retailer.oakshop") }],
        },
      },
    ])
  })

  it("becomes a dead letter at once when no party owns the account", async () => {
    const { handler, telemetry, bus, deadLetters } = deliveries()
    const event = envelope({ account: "999999999999" })
    expect(await handler(messages(event))).toEqual({ batchItemFailures: [] })
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
    expect(bus.events).toEqual([])
    expect(deadLetters.bodies).toEqual([JSON.stringify(event)])
  })

  it("stays in the queue while the dead-letter queue does not take it", async () => {
    const { handler } = deliveries(undefined, true)
    const answer = await handler(messages(envelope({ account: "999999999999" })))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] })
  })

  it("is any sender that uses the hub's source on the ingress bus", async () => {
    const { handler, telemetry } = deliveries()
    await handler(messages(envelope({ source: "wayseal.hub" })))
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
  })
})

describe("logs of a queue", () => {
  it("hold no value of an event after a failure", async () => {
    // None is an example of a contract, which a fix may show.
    const secrets = ["NP4021887399CA", "J. Doe", "M5V 3L7", "203.0.113.7", "LL-0048299"]
    const text = secrets.join(" ")
    const { handler, telemetry, bus } = deliveries(async () => {
      throw new Error(text)
    })
    await handler(
      messages(
        envelope(),
        delivered({ trackingNumber: text, [text]: text }),
        envelope({ "detail-type": text }),
        envelope({ source: text }),
        envelope({ account: ownAccount, detail: text }),
        text,
        JSON.stringify(text),
      ),
    )
    const written = JSON.stringify([telemetry.lines, telemetry.counts, bus.events])
    expect(telemetry.lines.length).toBeGreaterThan(6)
    for (const secret of secrets) {
      expect(written).not.toContain(secret)
    }
  })
})

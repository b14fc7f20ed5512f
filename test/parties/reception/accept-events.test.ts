import { describe, expect, it } from "@jest/globals"
import { CloudEvent, type CloudEventV1, HTTP } from "cloudevents"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { sendEntries } from "../../../shared/parties/channels/event-publisher.ts"
import { acceptEventsAnswer, makeAcceptEvents } from "../../../shared/parties/reception/accept-events.ts"
import { acceptEventRoutes } from "../../../shared/parties/reception/accept-events-route.ts"
import {
  type DryRun,
  makeValidateEvents,
  validateEventsAnswer,
} from "../../../shared/parties/reception/validate-events.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { type InMemoryBusOptions, inMemoryBus } from "../../doubles/event-publisher.ts"
import { testParties } from "../test-parties.ts"

const now = new Date("2026-11-01T14:03:00Z")
const takesAll: DryRun = async () => ({ handled: "recorded", effect: "new", follows: [] })

function publisherApi(options: InMemoryBusOptions = {}, loadDryRun = async () => takesAll) {
  const bus = inMemoryBus({ name: "ingress", ...options })
  const handler = checkedPipeline({
    telemetry: silentTelemetry,
    authenticate: async (authorization) => {
      const party = testParties.find(({ id }) => `Bearer ${id}` === authorization)
      if (party === undefined) {
        throw new HttpProblem("unauthenticated")
      }
      return { party, tokenId: "t-1" }
    },
    routes: acceptEventRoutes({
      acceptEvents: makeAcceptEvents({
        ingressBus: "ingress",
        send: (entries) => sendEntries({ putEvents: bus.putEvents, wait: async () => undefined }, entries),
        clock: () => now,
      }),
      validateEvents: makeValidateEvents({ loadDryRun, clock: () => now }),
    }),
  })
  const post = async (as: string, body: unknown, rawQueryString = "", contentType = "application/json") => {
    const answer = await handler({
      rawPath: "/v1/events",
      rawQueryString,
      headers: { "content-type": contentType, authorization: `Bearer ${as}` },
      body: JSON.stringify(body),
      requestContext: { http: { method: "POST", sourceIp: "203.0.113.7" } },
    })
    return { status: answer.statusCode, body: JSON.parse(answer.body), text: answer.body }
  }
  return { bus, post }
}

const [shipment] = shipmentCreated.examples
const created = (id: string, data: unknown = shipment, metadata: Record<string, unknown> = {}) => ({
  detailType: "ShipmentCreated",
  detail: {
    metadata: { id, occurredAt: "2026-11-01T14:03:00Z", correlationId: "c-1", version: 1, ...metadata },
    data,
  },
})

describe("publishing over HTTPS", () => {
  it("puts a party's events on the ingress bus under the party's own source", async () => {
    const { bus, post } = publisherApi()
    const answer = await post("leafline", { events: [created("evt-1"), created("evt-2")] })
    expect(answer.status).toBe(202)
    expect(acceptEventsAnswer.parse(answer.body).events).toMatchObject([
      { index: 0, outcome: "accepted", eventBridgeId: bus.events[0]?.id },
      { index: 1, outcome: "accepted", eventBridgeId: bus.events[1]?.id },
    ])
    expect(bus.events.map(({ source }) => source)).toEqual(["wayseal.retailer.leafline", "wayseal.retailer.leafline"])
    expect(bus.published(shipmentCreated)[0]?.data).toEqual(shipment)
  })

  it("refuses an event from more than an hour ahead at once", async () => {
    const { bus, post } = publisherApi()
    const answer = await post("leafline", {
      events: [created("evt-1", shipment, { occurredAt: "2026-11-01T15:04:00Z" })],
    })
    expect(answer.body.events).toMatchObject([
      { outcome: "rejected", problems: [{ path: "metadata.occurredAt", rule: "inFuture" }] },
    ])
    expect(bus.events).toEqual([])
  })

  it("accepts the good events of a request and names path and rule of the others", async () => {
    const { bus, post } = publisherApi()
    const answer = await post("leafline", {
      events: [
        created("evt-1", { ...shipment, recipient: { country: "Canada" } }),
        created("evt-2"),
        { detailType: "ShipmentDelivered", detail: {} },
        created("evt-4", shipment, { version: 9 }),
        { detailType: "ShipmentCreated", detail: "LL-0048213" },
      ],
    })
    expect(answer.status).toBe(207)
    expect(answer.body.events).toMatchObject([
      {
        outcome: "rejected",
        problems: [
          { path: "data.recipient.postalCode", rule: "required" },
          { path: "data.recipient.country", rule: "format" },
        ],
      },
      { outcome: "accepted" },
      { outcome: "rejected", problems: [{ path: "detailType", rule: "notAllowed" }] },
      { outcome: "rejected", problems: [{ path: "metadata.version", rule: "unknownVersion" }] },
      { outcome: "rejected", problems: [{ path: "detail", rule: "type" }] },
    ])
    expect(bus.events).toHaveLength(1)
    expect(answer.text).not.toContain("Canada")
    expect(answer.text).not.toContain("LL-0048213")
  })

  it("drops fields that no contract knows, and an audience that a party may not choose", async () => {
    const { bus, post } = publisherApi()
    await post("leafline", {
      events: [created("evt-1", { ...shipment, giftNote: "for J. Doe" }, { audience: "northpost", trace: "x" })],
    })
    expect(JSON.stringify(bus.events)).not.toMatch(/giftNote|Doe|audience|trace/)
    expect(bus.events).toHaveLength(1)
  })

  it("names the events that the bus did not accept, so that the party can send them again", async () => {
    const { bus, post } = publisherApi({
      failEntry: ({ Detail }) => (Detail.includes("evt-1") ? "InternalFailure" : undefined),
    })
    const answer = await post("leafline", { events: [created("evt-1"), created("evt-2")] })
    expect(answer.status).toBe(207)
    expect(answer.body.events).toMatchObject([
      { index: 0, outcome: "failed", problems: [{ path: "events", rule: "unavailable" }] },
      { index: 1, outcome: "accepted" },
    ])
    expect(bus.events).toHaveLength(1)
  })

  it("leaves the check of single accesses to the function that records them", async () => {
    const { bus, post } = publisherApi()
    const [good] = trackingAccessed.examples[0]?.accesses ?? []
    const detail = {
      metadata: { id: "evt-1", occurredAt: "2026-11-01T14:03:00Z", correlationId: "c-1", version: 1 },
      data: { accesses: [good, { accessId: "bad" }] },
    }
    expect((await post("northpost", { events: [{ detailType: "TrackingAccessed", detail }] })).status).toBe(202)
    expect(bus.published(trackingAccessed)[0]?.data.accesses).toHaveLength(2)
  })

  it.each([
    ["a party with an AWS account of its own", "oakshop", { events: [created("evt-1")] }, 403],
    ["an unknown party", "stranger", { events: [created("evt-1")] }, 401],
    ["a party with no event", "leafline", { events: [] }, 400],
    ["a party with eleven events", "leafline", { events: Array.from({ length: 11 }, () => created("e")) }, 400],
  ])("accepts nothing from %s", async (_, as, body, status) => {
    const { bus, post } = publisherApi()
    expect((await post(as, body)).status).toBe(status)
    expect(bus.events).toEqual([])
  })
})

describe("validating over HTTPS", () => {
  it("says what would become of each event, and publishes none", async () => {
    const { bus, post } = publisherApi()
    const events = [created("evt-1"), created("evt-2", { ...shipment, recipient: { country: "CA" } })]
    const answer = await post("leafline", { events }, "validate=true")
    expect(answer.status).toBe(200)
    expect(validateEventsAnswer.parse(answer.body).events).toEqual([
      { index: 0, outcome: "valid", detailType: "ShipmentCreated", version: 1, effect: "new", follows: [] },
      {
        index: 1,
        outcome: "rejected",
        problems: [{ path: "data.recipient.postalCode", rule: "required", fix: "Add data.recipient.postalCode." }],
      },
    ])
    expect(bus.events).toEqual([])
  })

  it("is open to a party that publishes from its own account, and publishing over HTTPS is not", async () => {
    const { post } = publisherApi()
    expect((await post("oakshop", { events: [created("evt-1")] }, "validate=true")).status).toBe(200)
    expect((await post("oakshop", { events: [created("evt-1")] }, "validate=false")).status).toBe(403)
  })

  it("loads the hub's use cases only for an event whose form is right, and again after a failure", async () => {
    let loads = 0
    const { post } = publisherApi({}, async () => {
      loads += 1
      if (loads === 1) throw new Error("throttled")
      return takesAll
    })
    await post("leafline", { events: [{ detailType: "ShipmentDelivered", detail: {} }] }, "validate=true")
    expect(loads).toBe(0)
    expect((await post("leafline", { events: [created("evt-1")] }, "validate=true")).status).toBe(500)
    await post("leafline", { events: [created("evt-1"), created("evt-2")] }, "validate=true")
    expect((await post("leafline", { events: [created("evt-1")] }, "validate=true")).status).toBe(200)
    expect(loads).toBe(2)
  })

  it("asks to try again while the hub cannot say", async () => {
    const { post } = publisherApi({}, async () => async () => undefined)
    expect((await post("leafline", { events: [created("evt-1")] }, "validate=true")).body.events).toMatchObject([
      { outcome: "failed", problems: [{ path: "events", rule: "unavailable" }] },
    ])
  })

  it("refuses another value of validate, and names those that there are", async () => {
    const answer = await publisherApi().post("leafline", { events: [created("evt-1")] }, "validate=yes")
    expect(answer).toMatchObject({ status: 400, body: { problems: [{ path: "query.validate", rule: "oneOf" }] } })
  })

  it.each(["validate=true", ""])("names a misspelt field that it ignores, and no value: %s", async (query) => {
    const events = [created("evt-1", { ...shipment, trackingNumbr: "Yonge", "J-Doe": "x" }), created("evt-2")]
    const [first, second] = (await publisherApi().post("leafline", { events }, query)).body.events
    const meant = { path: "data.trackingNumbr", nearest: "data.trackingNumber" }
    expect(first).toMatchObject({ outcome: query === "" ? "accepted" : "valid", ignored: [meant, { path: "data" }] })
    expect(JSON.stringify(first)).not.toMatch(/Yonge|Doe/)
    expect(second).not.toHaveProperty("ignored")
  })

  it("repeats no value of an event", async () => {
    const canary = "CANARY-7391846"
    const data = { ...shipment, orderReference: canary, shipmentId: `x-${canary}`, carrierId: canary }
    const answer = await publisherApi().post("leafline", { events: [created(canary, data)] }, "validate=true")
    expect(answer.text).not.toContain("CANARY")
  })
})

describe("CloudEvents over HTTPS", () => {
  const one = "application/cloudevents+json; charset=UTF-8"
  const batch = "application/cloudevents-batch+json"
  const ofOfficialLibrary = (more: Partial<CloudEventV1<unknown>> = {}): unknown => {
    const attributes = {
      id: "c-1",
      source: "wayseal.retailer.leafline",
      type: "wayseal.ShipmentCreated.v1",
      time: "2026-11-01T14:03:00Z",
      data: shipment,
      ...more,
    }
    const { body } = HTTP.structured(new CloudEvent(attributes))
    return JSON.parse(String(body))
  }

  it("publishes one that the official library wrote", async () => {
    const { bus, post } = publisherApi()
    const { status, body } = await post("leafline", ofOfficialLibrary({ causationid: "cause-1" }), "", one)
    expect([status, acceptEventsAnswer.parse(body).events[0]?.outcome]).toEqual([202, "accepted"])
    expect(bus.events).toMatchObject([{ source: "wayseal.retailer.leafline", "detail-type": "ShipmentCreated" }])
    expect(bus.events[0]?.detail).toMatchObject({
      metadata: {
        id: "c-1",
        occurredAt: "2026-11-01T14:03:00.000Z",
        correlationId: "c-1",
        causationId: "cause-1",
        version: 1,
      },
      data: { shipmentId: shipment?.shipmentId },
    })
  })

  it("publishes the good ones of a batch, and says of the others what is wrong in the terms of CloudEvents", async () => {
    const { bus, post } = publisherApi()
    const events = [
      ofOfficialLibrary({ correlationid: "order-7" }),
      ofOfficialLibrary({ id: "not an id" }),
      ofOfficialLibrary({ type: "wayseal.ShipmentCreate.v1" }),
      ofOfficialLibrary({ type: "ShipmentCreated" }),
    ]
    const { status, body } = await post("leafline", events, "", batch)
    expect(status).toBe(207)
    const outcomes = acceptEventsAnswer.parse(body).events
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["accepted", "rejected", "rejected", "rejected"])
    expect(outcomes.slice(1).map(({ problems }) => problems?.[0])).toMatchObject([
      { path: "id", rule: "format", fix: expect.stringMatching(/^Write id as in/) },
      { path: "type", rule: "unknownEvent", fix: "Set type to wayseal.ShipmentCreated.v1." },
      { path: "type", rule: "required", fix: expect.stringContaining("wayseal.ShipmentCreated.v1") },
    ])
    expect(bus.events).toHaveLength(1)
    expect(bus.events[0]?.detail).toMatchObject({ metadata: { correlationId: "order-7" } })
  })

  it("answers a single one by its status, since its sender reads no outcomes", async () => {
    const { post } = publisherApi()
    const { status, body } = await post(
      "leafline",
      ofOfficialLibrary({ data: { ...shipment, shipmentId: 7 } }),
      "",
      one,
    )
    expect([status, body.problems]).toMatchObject([400, [{ path: "body.data.shipmentId", rule: "type" }]])
    const failing = publisherApi({ failEntry: () => "InternalFailure" })
    expect((await failing.post("leafline", ofOfficialLibrary(), "", one)).status).toBe(503)
  })

  it("publishes nothing of a request with the source of another, with another format, or without its form", async () => {
    const { bus, post } = publisherApi()
    const refused = async (wrong: object) => {
      const good = ofOfficialLibrary()
      const { status, body } = await post("leafline", [good, { ...Object(good), ...wrong }], "", batch)
      const [{ path, rule, index }] = body.problems
      return [status, path, rule, index]
    }
    expect(await refused({ source: "wayseal.carrier.northpost" })).toEqual([400, "body[].source", "wrongSender", 1])
    expect((await refused({ specversion: "0.3" })).slice(0, 2)).toEqual([400, "body[].specversion"])
    expect((await refused({ datacontenttype: "text/xml" })).slice(0, 2)).toEqual([400, "body[].datacontenttype"])
    expect((await post("leafline", [ofOfficialLibrary()], "", one)).status).toBe(400)
    expect(bus.events).toEqual([])
  })

  it("can be validated", async () => {
    const { bus, post } = publisherApi()
    const { status, body } = await post(
      "leafline",
      [ofOfficialLibrary(), ofOfficialLibrary({ id: "§" })],
      "validate=true",
      batch,
    )
    expect([status, validateEventsAnswer.parse(body).events.map(({ outcome }) => outcome)]).toEqual([
      200,
      ["valid", "rejected"],
    ])
    expect(body.events[1].problems[0].path).toBe("id")
    expect(bus.events).toEqual([])
  })

  it("repeats no value of an event", async () => {
    const canary = "CANARY 7391846"
    const everywhere = {
      id: canary,
      source: canary,
      type: canary,
      time: canary,
      correlationid: canary,
      subject: canary,
    }
    const { source: _, ...withoutSource } = everywhere
    for (const wrong of [
      everywhere,
      withoutSource,
      { data: { ...shipment, shipmentId: canary }, datacontenttype: canary },
    ])
      for (const type of [one, batch]) {
        const event = { ...Object(ofOfficialLibrary()), ...wrong }
        const { text } = await publisherApi().post("leafline", type === one ? event : [event], "", type)
        expect(text).not.toContain("CANARY")
      }
  })
})

import { describe, expect, it } from "@jest/globals"
import { buildEvent, EventInvalid } from "../../../client/events/build-event.ts"
import { overHttps } from "../../../client/events/over-https.ts"
import { PublishFailed, publish } from "../../../client/events/publish.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { hubApi } from "./hub-api.ts"

const [shipment] = shipmentCreated.examples
if (shipment === undefined) throw new Error("there is an example")
const created = (id: string) => buildEvent(shipmentCreated, shipment, { id })
const apiUrl = "https://api.hub.example/"
const quick = { firstPauseMilliseconds: 1 }
const as = (partyId: string, fetch: typeof globalThis.fetch) => overHttps({ apiUrl, token: async () => partyId, fetch })
const failureOf = async (published: Promise<unknown>): Promise<PublishFailed> => {
  const failure = await published.catch((error: unknown) => error)
  if (!(failure instanceof PublishFailed)) throw failure
  return failure
}

describe("publishing over HTTPS", () => {
  it("brings each event to the hub, and says under which id the hub may reject it later", async () => {
    const hub = hubApi()
    const results = await publish(as("leafline", hub.fetch), [created("evt-1"), created("evt-2")])
    expect(hub.bus.published(shipmentCreated)).toMatchObject([
      { metadata: { id: "evt-1" }, data: shipment },
      { metadata: { id: "evt-2" }, data: shipment },
    ])
    expect(results.map((result) => ("eventBridgeId" in result ? result.eventBridgeId : undefined))).toEqual(
      hub.bus.events.map(({ id }) => id),
    )
    expect(hub.calls.map(({ url }) => url)).toEqual(["https://api.hub.example/v1/events"])
  })

  it("passes on at once what of an event that it takes the hub cannot use, without the value", async () => {
    const hub = hubApi()
    const data = { ...shipment, recipient: { postalCode: "94105", country: "CA" } }
    const events = [buildEvent(shipmentCreated, data, { id: "evt-1" }), created("evt-2")]
    const results = await publish(as("leafline", hub.fetch), events)
    const fix = expect.stringContaining("nobody can open it")
    const problems = [{ path: "data.recipient.postalCode", rule: "format", fix }]
    expect(results).toMatchObject([{ outcome: "accepted", problems }, { outcome: "accepted" }])
    expect(results[1]).not.toHaveProperty("problems")
    expect(JSON.stringify(results[0]?.outcome === "accepted" && results[0].problems)).not.toContain("94105")
    expect(hub.bus.published(shipmentCreated)).toHaveLength(2)
  })

  it("takes ten events a call", async () => {
    const hub = hubApi()
    await publish(
      as("leafline", hub.fetch),
      Array.from({ length: 23 }, (_, place) => created(`evt-${place}`)),
    )
    expect(hub.calls).toHaveLength(3)
    expect(new Set(hub.bus.published(shipmentCreated).map(({ metadata }) => metadata.id)).size).toBe(23)
  })

  it("stays below the bytes that the hub takes", async () => {
    const hub = hubApi()
    const [
      {
        accesses: [access],
      } = { accesses: [] },
    ] = trackingAccessed.examples
    if (access === undefined) throw new Error("there is an example")
    const accesses = Array.from({ length: 200 }, (_, place) => ({ ...access, accessId: `acc_${place}` }))
    const large = Array.from({ length: 6 }, (_, place) =>
      buildEvent(trackingAccessed, { accesses }, { id: `a-${place}` }),
    )
    await publish(as("northpost", hub.fetch), large)
    expect(hub.calls.length).toBeGreaterThan(1)
    expect(hub.calls.length).toBeLessThan(6)
    for (const { bytes } of hub.calls) expect(bytes).toBeLessThanOrEqual(256 * 1024)
  })

  it("sends again, under the same id, only what the hub could not take", async () => {
    const hub = hubApi({
      failEntry: ({ Detail }, attempt) => (Detail.includes("evt-2") && attempt === 1 ? "InternalFailure" : undefined),
    })
    const results = await publish(as("leafline", hub.fetch), [created("evt-1"), created("evt-2")], quick)
    expect(results.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"])
    expect(hub.bus.published(shipmentCreated).map(({ metadata }) => metadata.id)).toEqual(["evt-1", "evt-2"])
    expect(hub.calls).toHaveLength(2)
  })

  it("says path and rule of an event that the hub rejects, and does not send it again", async () => {
    const hub = hubApi()
    const wrong = { ...created("evt-1"), detail: created("evt-1").detail.replace('"CA"', '"Canada"') }
    const failure = await failureOf(publish(as("leafline", hub.fetch), [wrong, created("evt-2")], quick))
    expect(failure.notAccepted).toMatchObject([
      { outcome: "rejected", event: { id: "evt-1" }, problems: [{ path: "data.recipient.country", rule: "format" }] },
    ])
    expect(failure.message).toBe(
      [
        "1 of 2 events were not accepted.",
        'ShipmentCreated: data.recipient.country: Write data.recipient.country as in this example: "CA". ISO 3166-1 alpha-2 code.',
      ].join("\n"),
    )
    expect(hub.calls).toHaveLength(1)
    expect(hub.bus.published(shipmentCreated)).toHaveLength(1)
  })

  it("does not try again with a token that the hub refuses", async () => {
    const hub = hubApi()
    const failure = await failureOf(publish(as("stranger", hub.fetch), [created("evt-1")], quick))
    expect(failure.notAccepted).toMatchObject([{ outcome: "refused", code: "unauthenticated" }])
    expect(failure.message).toContain("The hub answered 401: The request is not signed by a known party.")
    expect(hub.calls).toHaveLength(1)
  })

  it.each([
    ["429 of the gateway", () => new Response('{"message":"Too Many Requests"}', { status: 429 })],
    ["an error", () => new Response("", { status: 500 })],
    [
      "no answer",
      () => {
        throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) })
      },
    ],
  ])("tries again after %s", async (_, answer) => {
    const hub = hubApi()
    let calls = 0
    const transport = as("leafline", async (input, init) => {
      calls += 1
      return calls < 3 ? answer() : hub.fetch(input, init)
    })
    expect(await publish(transport, [created("evt-1")], quick)).toMatchObject([{ outcome: "accepted" }])
    expect(calls).toBe(3)
  })

  it("gives up after the attempts, and says so", async () => {
    let calls = 0
    const transport = as("leafline", async () => {
      calls += 1
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) })
    })
    const failure = await failureOf(publish(transport, [created("evt-1")], { ...quick, attempts: 3 }))
    expect(calls).toBe(3)
    expect(failure.message).toContain("The hub gave no answer (ECONNREFUSED). It may have the event:")
  })

  it("waits as long as the hub asks", async () => {
    const hub = hubApi()
    let refusedAt = 0
    const transport = as("leafline", async (input, init) => {
      if (refusedAt > 0) return hub.fetch(input, init)
      refusedAt = performance.now()
      return new Response("", { status: 503, headers: { "retry-after": "1" } })
    })
    await publish(transport, [created("evt-1")], quick)
    expect(performance.now() - refusedAt).toBeGreaterThanOrEqual(1_000)
  })

  it("repeats no value of an event in a failure", async () => {
    const hub = hubApi()
    const wrong = { ...created("evt-1"), detail: created("evt-1").detail.replace('"CA"', '"Canada"') }
    const failure = await failureOf(publish(as("leafline", hub.fetch), [wrong], quick))
    for (const value of ["Canada", "LL-0048213", "M5V 3L9", "Yonge"]) expect(failure.message).not.toContain(value)
  })
})

describe("building an event", () => {
  it("takes a random id, the present, and one correlation id when none are given", () => {
    const { detail, id, occurredAt } = buildEvent(shipmentDelivered, {
      trackingNumber: "NP4021887304CA",
      deliveredAt: "2026-11-01T14:03:00Z",
    })
    const { metadata } = JSON.parse(detail)
    expect(metadata).toEqual({ id, correlationId: id, occurredAt: occurredAt.toISOString(), version: 1 })
    expect(Math.abs(occurredAt.getTime() - Date.now())).toBeLessThan(60_000)
  })

  it("refuses data that do not fit the contract, with path and rule", () => {
    const build = () =>
      buildEvent(shipmentCreated, { ...shipment, recipient: { ...shipment.recipient, country: "Canada" } })
    expect(build).toThrow(EventInvalid)
    expect(build).toThrow(
      "ShipmentCreated does not fit its contract. data.recipient.country: Write data.recipient.country as in this",
    )
    expect(build).not.toThrow("Canada")
  })

  it("refuses what the hub would reject for its time", () => {
    const createdAt = new Date(Date.now() + 86_400_000).toISOString()
    const build = () => buildEvent(shipmentCreated, { ...shipment, createdAt })
    expect(build).toThrow(EventInvalid)
    expect(build).toThrow("data.createdAt: Send the true time in data.createdAt")
  })
})

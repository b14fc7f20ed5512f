import { describe, expect, it } from "@jest/globals"
import { shipmentsOfTask } from "../../shared/adapters/shops/do-shop-task.ts"
import { memoryShopEntries } from "../../shared/adapters/shops/memory-shop-entries.ts"
import { shopEntriesContract } from "./shop-entries.contract.ts"
import { fulfilment, fulfilmentWith, shopWorld, twoParcels } from "./shop-world.ts"
import { changed, payload, secret } from "./vendor-world.ts"

const redaction = payload("shopify-customers-redact.json")
const dataRequest = payload("shopify-data-request.json")
const shopRedaction = payload("shopify-shop-redact.json")

shopEntriesContract("memory", async () => memoryShopEntries())

describe("the link of a parcel", () => {
  const graphQl = (answer: object) => ({ status: 200, body: JSON.stringify(answer) })

  it.each([
    ["throttles", graphQl({ errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] })],
    ["answers 429", { status: 429, body: "" }],
    ["is down", { status: 503, body: "" }],
    ["does not answer", undefined],
    ["answers with a page", { status: 200, body: "<html>" }],
  ])("is written with the next delivery of its task when the shop %s", async (_, answer) => {
    const { deliver, doTasks, hub, stub } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    for (const place of [...(answer?.body.includes("Throttled") ? [] : [0]), 1, 2]) {
      stub.instead = [...Array.from({ length: place }, () => "own" as const), answer]
      if (place === 2) stub.tokens.clear()
      expect(await doTasks(hub.events.slice())).toBe(1)
      stub.instead = []
    }
    expect(await doTasks(hub.events.slice())).toBe(0)
    expect(stub.updates.length).toBe(1)
  })

  it("is refused for good by Shopify's word, of which the contacts hear once", async () => {
    const { deliver, doTasks, hub, stub, mail, telemetry } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    const userErrors = [{ field: ["trackingInfoInput"], message: "K0A9Z9" }]
    stub.instead = ["own", "own", graphQl({ data: { fulfillmentTrackingInfoUpdate: { userErrors } } })]
    expect(await doTasks()).toBe(0)
    stub.instead = [graphQl({ errors: [{ extensions: { code: "ACCESS_DENIED" } }] })]
    expect(await doTasks(hub.events.slice())).toBe(0)
    expect(mail.sent.map((each) => each.mail.subject)).toEqual([
      expect.stringContaining("Shopify refuses the hub’s links"),
    ])
    expect(telemetry.counts).toMatchObject({ ShopLinkRefused: 2 })
  })

  it("is written with another token when Shopify no longer takes the one that is kept", async () => {
    const { deliver, doTasks, stub, clock } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    await doTasks()
    const tokenRequests = () => stub.requests.filter(({ path }) => path.endsWith("access_token")).length
    await deliver("fulfillments/update", fulfilmentWith({ updated_at: "2026-11-03T11:00:00-05:00" }))
    await doTasks()
    expect(tokenRequests()).toBe(1)
    stub.tokens = new Set(["gone"])
    stub.fulfilments["4815162342007"] = [{ company: "Northpost", number: "NP4021887304CA", url: null }]
    await deliver("fulfillments/update", fulfilmentWith({ updated_at: "2026-11-03T12:00:00-05:00" }))
    expect(await doTasks()).toBe(0)
    clock.now = new Date("2026-11-04T16:00:00.000Z")
    await deliver("fulfillments/update", fulfilmentWith({ updated_at: "2026-11-03T13:00:00-05:00" }))
    expect(await doTasks()).toBe(0)
    expect([tokenRequests(), stub.updates.length]).toEqual([3, 2])
  })

  it("is written with a lasting token where the app has one, and mails the customer if the retailer wants it", async () => {
    const accessToken = "shpat_lasting_token"
    const { deliver, doTasks, stub } = await shopWorld({ accessToken, clientId: null, notifiesCustomers: true })
    stub.tokens.add(accessToken)
    await deliver("fulfillments/create", fulfilment)
    await doTasks()
    expect(stub.updates).toMatchObject([{ notifyCustomer: true }])
    expect(stub.requests.map(({ path }) => path)).toEqual(Array(2).fill("/admin/api/2026-10/graphql.json"))
  })

  it.each([
    ["gave the hub no access", { shopify: { clientId: null } }],
    ["has connected another shop since", { shopify: { shop: "other.myshopify.com" } }],
    ["ended the connection", { shopify: null }],
  ])("is not written for a retailer that %s", async (_, patch) => {
    const { deliver, doTasks, connect, stub } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    await connect("leafline", patch)
    expect(await doTasks()).toBe(0)
    expect(stub.requests).toEqual([])
  })

  it.each([[null], [undefined]])("is not written where Shopify has no number any more, but %p", async (number) => {
    const parcels = number === undefined ? [] : [{ company: "Northpost", number, url: null }]
    const { deliver, doTasks, stub } = await shopWorld({}, parcels)
    await deliver("fulfillments/create", fulfilment)
    expect(await doTasks()).toBe(0)
    expect(stub.updates).toEqual([])
  })

  it("stays out of logs, metrics and the archive, as tokens and secrets do", async () => {
    const { deliver, doTasks, stub, hub, telemetry, entries } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    await doTasks()
    const [, linkToken = "?"] = stub.updates[0]?.tracking?.url?.split("#") ?? []
    const left = JSON.stringify([hub.events, telemetry.lines, telemetry.counts, entries])
    for (const value of [linkToken, ...stub.tokens, secret]) expect(left).not.toContain(value)
  })
})

describe("a customer's request through Shopify", () => {
  it("has the shipments of their orders erased, each under the same id again", async () => {
    const { deliver, published, entries } = await shopWorld()
    await deliver("fulfillments/create", twoParcels)
    await deliver("fulfillments/create", fulfilmentWith({ id: 99, order_id: 77 }))
    const ofOrder = published().slice(0, 4)
    entries.length = 0
    expect((await deliver("customers/redact", redaction)).body).toEqual({ accepted: 2 })
    const asked = published()
    expect(asked.map(({ type }) => type)).toEqual(Array(2).fill("ShipmentErasureRequested"))
    const ids = (events: typeof asked) => new Set(events.map(({ data }) => Object(data).shipmentId))
    expect(ids(asked)).toEqual(ids(ofOrder))
    await deliver("customers/redact", redaction)
    expect(published().slice(2)).toEqual(asked)
  })

  it("is of the time at which Shopify sent it, or at which it came, if Shopify's clock is ahead", async () => {
    const { deliver, entries } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    entries.length = 0
    await deliver("customers/redact", redaction)
    await deliver("customers/redact", redaction, { headers: { "X-Shopify-Triggered-At": "2999-01-01T00:00:00Z" } })
    const [sent, ahead] = entries.map(({ Time }) => Time.toISOString())
    expect([sent, ahead?.startsWith("2999")]).toEqual(["2026-11-03T15:30:00.123Z", false])
  })

  it("of another shop than the connected one erases nothing", async () => {
    const { deliver, entries } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    entries.length = 0
    const others = (body: string) => changed(body, (all) => Object.assign(all, { shop_domain: "other.myshopify.com" }))
    for (const [topic, body] of [["customers/redact", redaction] as const, ["shop/redact", shopRedaction] as const])
      expect((await deliver(topic, others(body))).body).toEqual({ accepted: 0 })
    expect(entries).toEqual([])
  })

  it("for their data is mailed to the contacts once, with where the answer is", async () => {
    const { deliver, published, doTasks, mail } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    await deliver("customers/data_request", dataRequest)
    await deliver("customers/data_request", dataRequest)
    await doTasks()
    const id = Object(published()[0]?.data).shipmentId
    expect(mail.sent).toHaveLength(1)
    expect(mail.sent[0]?.mail.text).toContain(`GET https://api.hub.example/v1/shipments/${id}/accesses`)
  })

  it("is answered too when the hub has nothing of them", async () => {
    const { deliver, doTasks, mail } = await shopWorld()
    await deliver("customers/data_request", dataRequest)
    await doTasks()
    expect(mail.sent[0]?.mail.text).toContain("The hub has no shipment of these orders")
  })
})

describe("the end of an installation", () => {
  it("has every shipment of the shop erased, page by page, and none that came after it asked", async () => {
    const { deliver, doTasks, shopEntries, entries, published, hub } = await shopWorld()
    await deliver("fulfillments/create", fulfilmentWith({ id: 5, created_at: "2026-11-05T00:00:00Z" }))
    const later = Object(published()[0]?.data).shipmentId
    await deliver("fulfillments/create", fulfilment)
    const [row] = shopEntries.rows().filter(({ sk }) => sk !== later)
    if (row?.kind !== "shipment") throw new Error("there is a row")
    const many = Array.from({ length: shipmentsOfTask + 5 }, (_, index) => ({
      ...row,
      sk: `shp_x${index}`,
      pk: `ORDER#${index}`,
    }))
    await shopEntries.note([...many, { ...row, shopKey: "of-another-shop", sk: "shp_other" }])
    entries.length = 0
    await deliver("shop/redact", shopRedaction)
    expect(entries).toEqual([])
    expect(await doTasks()).toBe(0)
    expect(await doTasks()).toBe(0)
    const erased = published().map(({ data }) => Object(data).shipmentId)
    expect(new Set(erased)).toEqual(new Set([row.sk, ...many.map(({ sk }) => sk)]))
    expect(erased).toHaveLength(many.length + 1)
    expect(await doTasks(hub.events.slice(-1))).toBe(0)
  })

  it("goes on with the next delivery when the bus takes no events", async () => {
    const { deliver, doTasks, hub, bus, published, entries } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    await deliver("shop/redact", shopRedaction)
    bus.isDown = true
    expect(await doTasks(hub.events.slice(-1))).toBe(1)
    bus.isDown = false
    entries.length = 0
    expect(await doTasks(hub.events.slice(-1))).toBe(0)
    expect(published()).toMatchObject([{ type: "ShipmentErasureRequested" }])
  })
})

import { describe, expect, it } from "@jest/globals"
import { digestOfLinkToken } from "../../../shared/base/contracts/link-token.ts"
import { fulfilmentsTakenUp, shipmentsOfTask } from "../../../shared/intake/adapters/shops/do-shop-task.ts"
import { makeShopFollowUp } from "../../../shared/intake/adapters/shops/follow-up.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { memoryShopEntries } from "./memory-stores.ts"
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

describe("a tracking company that is not set", () => {
  const unknown = { tracking_company: "Snailpost" }
  const snail = (id: number) => fulfilmentWith({ ...unknown, id, tracking_numbers: [`NP40218${10_000 + id}CA`] })
  const mapped = { shopify: { carriers: { snailpost: "northpost" } } }
  const waitingIds = Array.from({ length: 2 * fulfilmentsTakenUp + 5 }, (_, place) => 100 + place)
  const inShop = (ids: readonly number[]) =>
    ids.map((id) => [String(id), [{ company: "Snailpost", number: `NP40218${10_000 + id}CA`, url: null }]] as const)

  it("has all its fulfilments brought, in whatever time, once it is set and another one of it comes", async () => {
    const { deliver, connect, doAllTasks, stub, shopEntries, published, entries } = await shopWorld()
    Object.assign(stub.fulfilments, Object.fromEntries(inShop([...waitingIds, 7])))
    for (const id of waitingIds) await deliver("fulfillments/create", snail(id))
    await deliver("fulfillments/update", snail(100))
    await doAllTasks()
    expect([stub.updates, published()]).toEqual([[], []])
    await connect("leafline", mapped)
    await deliver("fulfillments/create", snail(7))
    await doAllTasks()
    const brought = stub.updates.map(({ id }) => Number(id.split("/").at(-1)))
    expect(brought.sort((one, other) => one - other)).toEqual([7, ...waitingIds])
    expect(shopEntries.rows().filter(({ kind }) => kind === "waiting")).toEqual([])
    // Shopify sends each of them again, because its link is new.
    entries.length = 0
    for (const id of waitingIds) await deliver("fulfillments/update", snail(id))
    const links = new Set(Object.values(stub.fulfilments).map(([parcel]) => digestOf(parcel?.url)))
    const digests = published().flatMap(({ data }) => Object(data).linkTokenDigest ?? [])
    expect(digests).toHaveLength(waitingIds.length)
    expect(digests.filter((digest) => !links.has(digest))).toEqual([])
  })

  it("has no link written for it, and goes on waiting, while another company's fulfilments come", async () => {
    const { deliver, doAllTasks, stub, shopEntries } = await shopWorld()
    Object.assign(stub.fulfilments, Object.fromEntries(inShop([100])))
    await deliver("fulfillments/create", snail(100))
    await deliver("fulfillments/create", fulfilment)
    await doAllTasks()
    expect(stub.updates.map(({ id }) => id)).toEqual(["gid://shopify/Fulfillment/4815162342007"])
    expect(shopEntries.rows().filter(({ kind }) => kind === "waiting")).toHaveLength(1)
  })

  it("that is taken away again before the links are written gets none", async () => {
    const { deliver, connect, doAllTasks, stub } = await shopWorld()
    Object.assign(stub.fulfilments, Object.fromEntries(inShop([7])))
    await connect("leafline", mapped)
    await deliver("fulfillments/create", snail(7))
    await connect("leafline", { shopify: { carriers: { snailpost: null } } })
    await doAllTasks()
    expect(stub.updates).toEqual([])
  })

  it.each([
    ["brings its fulfilments by itself", {}, unknown, /The hub noted these fulfilments, for 90 days/],
    ["cannot bring them without access", { clientId: null }, unknown, /edit the tracking of each of these fulfilments/],
    [
      "cannot bring those without an address",
      {},
      { destination: {} },
      /edit the tracking of each of these fulfilments/,
    ],
  ])("is mailed with what is to be done, as the hub %s", async (_, settings, values, sentence) => {
    const { deliver, doAllTasks, mail } = await shopWorld(settings)
    await deliver("fulfillments/create", fulfilmentWith(values))
    await doAllTasks()
    expect(mail.sent.map((each) => each.mail.text)).toEqual([expect.stringMatching(sentence)])
  })

  it("is not noted where nobody could use it: without a name, or where the stage writes no links", async () => {
    const { deliver, shopEntries, tools } = await shopWorld()
    await deliver("fulfillments/create", fulfilmentWith({ tracking_company: "  " }))
    const options = { entries: shopEntries, sealer: tools.sealer, publisher: inMemoryBus().publisher }
    const requestedAt = "2026-11-03T15:30:00.000Z"
    const task = { kind: "eraseShop" as const, shop: "s", requestedAt }
    const waiting = { pk: "WAITING#company", sk: "fulfilment", expiresAt: 1_900_000_000, task }
    await makeShopFollowUp({ ...options, writesLinks: false }).prepare("leafline", { waiting, requestedAt })
    expect(shopEntries.rows()).toEqual([])
    await makeShopFollowUp({ ...options, writesLinks: true }).prepare("leafline", { waiting, requestedAt })
    expect(shopEntries.rows()).toHaveLength(1)
  })
})

const digestOf = (url: string | null | undefined) => digestOfLinkToken(url?.split("#")[1] ?? "")

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
    expect(mail.sent[0]?.mail.text).toContain(`${id}: https://api.hub.example/v1/shipments/${id}/accesses`)
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

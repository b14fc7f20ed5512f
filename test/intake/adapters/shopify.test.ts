import { describe, expect, it } from "@jest/globals"
import { digestOfLinkToken } from "../../../shared/base/contracts/link-token.ts"
import { reveals } from "../../../shared/base/contracts/opaque-id.ts"
import { shopNames } from "../../../shared/intake/adapters/shops/shop-names.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import {
  connection,
  fulfilment,
  fulfilmentWith,
  nextSecret,
  partnerBus,
  shop,
  shopWorld,
  twoParcels,
} from "./shop-world.ts"
import { payload, secret, signed, vendorWorld } from "./vendor-world.ts"

const redaction = payload("shopify-customers-redact.json")
const dataRequest = payload("shopify-data-request.json")
const shipmentId = expect.stringMatching(/^shp_[a-p]{32}$/)

/** What stands in the payloads of people and orders, and not where it does not belong. */
const personal = /Elder|ELDER|K0A9Z9|48213|oyelaran|Marguerite|5550123|Left|4815162342007|6061728391035|191167/

const created = {
  source: "wayseal.retailer.leafline",
  type: "ShipmentCreated",
  id: expect.stringMatching(/^[\w-]{22}$/),
  data: {
    shipmentId,
    orderReference: "48213",
    carrierId: "northpost",
    linkTokenDigest: expect.stringMatching(/^[\w-]{43}$/),
    recipient: { postalCode: "K0A9Z9", country: "CA", addressLine: "12 Elder Lane" },
    createdAt: "2026-11-03T15:22:00.000Z",
  },
}
const assigned = {
  source: "wayseal.retailer.leafline",
  type: "TrackingNumberAssigned",
  id: expect.stringMatching(/^[\w-]{22}$/),
  data: { shipmentId, trackingNumber: "NP4021887304CA" },
}

describe("a fulfilment of a Shopify shop", () => {
  it("becomes a shipment with its number, and its link is written into the shop", async () => {
    const { deliver, published, doTasks, stub } = await shopWorld()
    expect(await deliver("fulfillments/create", fulfilment)).toMatchObject({ status: 200, body: { accepted: 2 } })
    expect(published()).toEqual([created, assigned])
    expect(await doTasks()).toBe(0)
    expect(stub.updates).toEqual([
      {
        id: "gid://shopify/Fulfillment/4815162342007",
        tracking: {
          company: "Northpost",
          number: "np 4021-887304 ca",
          url: expect.stringMatching(/^https:\/\/track\.hub\.example\/t#[\w-]{43}$/),
        },
      },
    ])
    const [, token = ""] = stub.updates[0]?.tracking?.url?.split("#") ?? []
    expect(published()[0]?.data).toMatchObject({ linkTokenDigest: digestOfLinkToken(token) })
  })

  it("is the same events and the same link when it comes again, in whatever order", async () => {
    const { deliver, published, doTasks, stub } = await shopWorld()
    const update = fulfilmentWith({ updated_at: "2026-11-03T11:00:00-05:00", shipment_status: "in_transit" })
    await deliver("fulfillments/update", update)
    await deliver("fulfillments/create", fulfilment)
    await deliver("fulfillments/create", fulfilment)
    const ids = published().map(({ id }) => id)
    const [createdId, laterNumber, , number] = ids
    expect(ids).toEqual([createdId, laterNumber, createdId, number, createdId, number])
    expect(laterNumber).not.toBe(number)
    expect(await doTasks()).toBe(0)
    expect(stub.updates).toHaveLength(1)
  })

  it("has a shipment and a link for each of its parcels", async () => {
    const parcels = ["NP4021887304CA", "NP4021887305CA"].map((number) => ({ company: "Northpost", number, url: null }))
    const { deliver, published, doTasks, stub } = await shopWorld({}, parcels)
    await deliver("fulfillments/create", twoParcels)
    const ids = new Set(published().map(({ data }) => JSON.stringify(Object(data).shipmentId)))
    expect([published().length, ids.size]).toEqual([4, 2])
    await doTasks()
    const { numbers, urls = [], ...others } = stub.updates[0]?.tracking ?? {}
    expect([others, numbers]).toEqual([{ company: "Northpost" }, ["NP4021887304CA", "NP4021887305CA"]])
    expect(urls.map((url) => digestOfLinkToken(url.split("#")[1] ?? ""))).toEqual(
      published().flatMap(({ data }) => Object(data).linkTokenDigest ?? []),
    )
  })

  it("gets a corrected number for the same shipment", async () => {
    const { deliver, published } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    const corrected = { tracking_numbers: ["NP4021887399CA"], updated_at: "2026-11-03T12:00:00-05:00" }
    await deliver("fulfillments/update", fulfilmentWith(corrected))
    expect(published().at(-1)?.data).toEqual({
      shipmentId: Object(published()[0]?.data).shipmentId,
      trackingNumber: "NP4021887399CA",
    })
  })

  it("that is cancelled has its shipments cancelled", async () => {
    const { deliver, published } = await shopWorld()
    await deliver("fulfillments/update", fulfilmentWith({ status: "cancelled" }))
    expect(published()).toMatchObject([
      { type: "ShipmentCancelled", data: { shipmentId, reason: "retailerCancelled" } },
    ])
  })

  it.each([
    ["no address, as of a gift card", { destination: null }],
    ["no number yet", { tracking_number: null, tracking_numbers: [] }],
    ["numbers that are null", { tracking_number: null, tracking_numbers: null }],
    ["a number that is null", { tracking_number: null, tracking_numbers: [null] }],
    ["a request that failed", { status: "failure" }],
    ["a request with an error", { status: "error" }],
  ])("with %s is nothing yet", async (_, values) => {
    const { deliver, entries, hub, shopEntries } = await shopWorld()
    expect((await deliver("fulfillments/create", fulfilmentWith(values))).body).toEqual({ accepted: 0 })
    expect([entries, hub.events, shopEntries.rows()]).toEqual([[], [], []])
  })

  it.each([
    [{ status: "teleported" }, 1],
    [{ status: "constructor" }, 1],
    [{ shipment_status: "lost_in_space" }, 1],
    [{ status: "pending" }, undefined],
    [{ status: "open" }, undefined],
    [{ shipment_status: "delivered" }, undefined],
    [{ shipment_status: "out_for_delivery" }, undefined],
  ])("with %j is a shipment as any other, and an undocumented status is counted", async (values, counted) => {
    const { deliver, published, telemetry } = await shopWorld()
    await deliver("fulfillments/update", fulfilmentWith(values))
    expect(published().map(({ type }) => type)).toEqual(["ShipmentCreated", "TrackingNumberAssigned"])
    expect(telemetry.counts["VendorStatusUnknown"]).toBe(counted)
  })

  it.each(["#48213.1", "48213.2", "#48213-F1"])("%s is of the order that customers know as 48213", async (name) => {
    const { deliver, published } = await shopWorld()
    await deliver("fulfillments/create", fulfilmentWith({ name }))
    expect(published()[0]?.data).toMatchObject({ orderReference: "48213" })
  })

  it("is noted by keyed hashes, and leaves nothing of a person or an order anywhere but in events of the ingress", async () => {
    const { deliver, doTasks, shopEntries, hub, telemetry, mail, settings } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    await deliver("fulfillments/update", fulfilmentWith({ tracking_company: "Elder Couriers" }))
    await deliver("customers/redact", redaction)
    await deliver("customers/data_request", dataRequest)
    await doTasks()
    expect([shopEntries.rows().length, hub.events.length, mail.sent.length]).toEqual([4, 3, 2])
    const left = [shopEntries.rows(), hub.events, telemetry.lines, telemetry.counts, mail.sent, settings.rows()]
    expect(JSON.stringify(left)).not.toMatch(personal)
  })

  it("puts only what a shipment needs into events", async () => {
    const { deliver, entries } = await shopWorld()
    await deliver("fulfillments/create", fulfilment)
    const text = JSON.stringify(entries).replace(/K0A9Z9|12 Elder Lane|48213/g, "")
    expect(text).not.toMatch(personal)
  })
})

describe("a message of a shop", () => {
  it("is refused alike with another secret, a changed body or another shop, and for who has not connected it", async () => {
    const { deliver, post, entries } = await shopWorld()
    const headers = { "X-Shopify-Topic": "fulfillments/create", "X-Shopify-Shop-Domain": shop }
    const refused = [
      await deliver("fulfillments/create", fulfilment, { key: "another-secret-of-its-own" }),
      await post("shopify/leafline", fulfilment.replace("NP", "NQ").replace("np", "nq"), {
        ...headers,
        ...signed.shopify(fulfilment),
      }),
      await deliver("fulfillments/create", fulfilment, { from: "maplebooks.myshopify.com" }),
      await post("shopify/northpost", fulfilment, { ...headers, ...signed.shopify(fulfilment) }),
      await post(`shopify/leafline/${secret}`, fulfilment, headers),
    ]
    for (const { status, text } of refused) expect([status, text]).toEqual([401, refused[0]?.text])
    expect(entries).toEqual([])
  })

  it("may be signed with the secret that follows, until it is taken away", async () => {
    const { deliver, connect, stub, doTasks } = await shopWorld({ nextSecret })
    const sent = (key: string) => deliver("fulfillments/create", fulfilment, { key })
    expect([(await sent(secret)).status, (await sent(nextSecret)).status]).toEqual([200, 200])
    stub.secrets = [nextSecret]
    expect(await doTasks()).toBe(0)
    expect(stub.updates).toHaveLength(1)
    await connect("leafline", { shopify: { nextSecret: null } })
    expect([(await sent(secret)).status, (await sent(nextSecret)).status]).toEqual([200, 401])
    await connect("leafline", { shopify: { secret: nextSecret } })
    expect([(await sent(secret)).status, (await sent(nextSecret)).status]).toEqual([401, 200])
  })

  it("is asked for again when the bus or the hub's own bus takes nothing", async () => {
    const { deliver, bus, published, hub } = await shopWorld()
    bus.isDown = true
    expect((await deliver("fulfillments/create", fulfilment)).status).toBe(503)
    expect(hub.events).toEqual([])
    bus.isDown = false
    expect((await deliver("fulfillments/create", fulfilment)).status).toBe(200)
    expect(published()).toEqual([created, assigned])
  })

  it.each(["orders/create", "orders/updated", "app/uninstalled"])(
    "of the topic %s is read by nobody",
    async (topic) => {
      const { deliver, entries, hub } = await shopWorld()
      expect(await deliver(topic, fulfilment)).toMatchObject({ status: 200, body: { accepted: 0 } })
      expect([entries, hub.events]).toEqual([[], []])
    },
  )

  it("hears which field cannot be read, and never its value", async () => {
    const { deliver, telemetry } = await shopWorld()
    const { status, body, text } = await deliver(
      "fulfillments/create",
      fulfilmentWith({ destination: { zip: { at: "K0A9Z9" } } }),
    )
    expect([status, body.detail]).toEqual([200, expect.stringMatching(/^destination\.zip .+\.$/)])
    expect(`${text}${JSON.stringify(telemetry.lines)}`).not.toMatch(personal)
  })

  it("of the partner event bus is taken without a signature, from the bus of the party alone", async () => {
    const { deliverOnBus, published, doTasks, stub } = await shopWorld()
    const metadata = { "X-Shopify-Topic": "fulfillments/create", "X-Shopify-Shop-Domain": shop }
    const detail = { metadata, payload: JSON.parse(fulfilment) }
    expect(await deliverOnBus(detail, `${partnerBus}-of-others`)).toBe(1)
    const ofOthers = { ...metadata, "X-Shopify-Shop-Domain": "others.myshopify.com" }
    expect(await deliverOnBus({ ...detail, metadata: ofOthers })).toBe(1)
    expect(await deliverOnBus({ ...detail, payload: { id: "?" } })).toBe(1)
    expect(published()).toEqual([])
    expect(await deliverOnBus(detail)).toBe(0)
    expect(published()).toEqual([created, assigned])
    await doTasks()
    expect(stub.updates).toHaveLength(1)
  })
})

describe("what a retailer has to set right", () => {
  it.each([
    ["a tracking company that is not set", { tracking_company: "Snailpost" }, "names a carrier that is not set"],
    ["no tracking company", { tracking_company: null }, "names a carrier that is not set"],
    ["no postal code", { destination: { zip: null, country_code: "CA" } }, "sends no postal codes"],
    ["no country", { destination: { zip: "K0A 9Z9", country_code: null } }, "sends no postal codes"],
    ["a number that is none", { tracking_numbers: ["N/A"] }, "tracking number that cannot be one"],
  ])("is mailed to its contacts once a day: %s", async (_, values, subject) => {
    const { deliver, doTasks, entries, mail, telemetry } = await shopWorld()
    expect((await deliver("fulfillments/create", fulfilmentWith(values))).status).toBe(200)
    await deliver("fulfillments/update", fulfilmentWith({ ...values, id: 77 }))
    await doTasks()
    expect(entries).toEqual([])
    expect(mail.sent.map((each) => [each.partyId, each.mail.subject])).toEqual([
      ["leafline", expect.stringContaining(subject)],
    ])
    expect(telemetry.counts).toMatchObject({ ShopSettingMissing: 2 })
  })

  it("is a postal code that cannot be one, and its parcels are in the exchange", async () => {
    const { deliver, doTasks, published, mail, telemetry } = await shopWorld()
    const destination = { zip: "94105", country_code: "CA", address1: "12 Elder Lane" }
    await deliver("fulfillments/create", fulfilmentWith({ destination }))
    await doTasks()
    expect(published().map(({ type }) => type)).toEqual(["ShipmentCreated", "TrackingNumberAssigned"])
    expect(mail.sent.map((each) => each.mail.subject)).toEqual([
      expect.stringContaining("postal code that cannot be one"),
    ])
    expect(JSON.stringify(mail.sent)).toContain("the hub keeps no address, so it cannot say which one it is")
    expect(JSON.stringify(mail.sent)).not.toContain("94105")
    expect(telemetry.counts).toMatchObject({ ShopSettingMissing: 1 })
  })

  it("keeps the other parcels of a fulfilment in the exchange", async () => {
    const { deliver, published } = await shopWorld()
    await deliver("fulfillments/create", fulfilmentWith({ tracking_numbers: ["?", "NP4021887304CA"] }))
    expect(published()).toEqual([created, assigned])
  })

  it("comes into the exchange with the next message, once the company is set in whatever letters", async () => {
    const { deliver, connect, published } = await shopWorld()
    const snail = fulfilmentWith({ tracking_company: "Snailpost" })
    await deliver("fulfillments/create", snail)
    await connect("leafline", { shopify: { carriers: { snailPost: "northpost" } } })
    await deliver("fulfillments/update", snail)
    expect(published()).toEqual([created, assigned])
  })
})

describe("the connection of a shop", () => {
  it.each([
    ["leafline.myshopify.com.evil.example"],
    ["evil.example/leafline.myshopify.com"],
    ["Leafline.myshopify.com"],
    ["169.254.169.254"],
    ["-x.myshopify.com"],
  ])("is refused with %s as its shop", async (name) => {
    await expect(vendorWorld().connect("leafline", { shopify: { ...connection, shop: name } })).rejects.toThrow()
  })

  it("is a retailer's, and needs its carriers and its secret", async () => {
    const { secret: _, ...withoutSecret } = connection
    const sentences = async (party: string, shopify: object) => Object(await vendorWorld().connect(party, { shopify }))
    expect(await sentences("northpost", connection)).toMatchObject({
      sentences: [expect.stringContaining("is a retailer's")],
    })
    expect(await sentences("leafline", withoutSecret)).toMatchObject({
      sentences: ["vendors.shopify.secret is missing"],
    })
    expect(await sentences("leafline", { shop, secret })).toMatchObject({ outcome: "invalid" })
  })

  it("rests with all its secrets sealed", async () => {
    const { settings } = await shopWorld({ nextSecret, accessToken: "shpat_lasting_token" })
    const rows = JSON.stringify([await settings.get("leafline"), await settings.history("leafline", { limit: 9 })])
    for (const value of [secret, nextSecret, "shpat_lasting_token"]) expect(rows).not.toContain(value)
  })
})

describe("the name of a shipment", () => {
  it("has letters alone, so that no number of an order or a parcel can be in it by chance", () => {
    const names = shopNames(testKeyedHash())
    for (let number = 0; number < 500; number++) {
      const id = names.shipmentId({ retailerId: "leafline", shop, fulfilmentId: String(number) }, 0)
      expect(id).toMatch(/^shp_[a-p]{32}$/)
      expect(reveals(id, [String(10_000 + number)])).toBe(false)
    }
  })
})

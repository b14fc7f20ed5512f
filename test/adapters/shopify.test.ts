import { describe, expect, it } from "@jest/globals"
import { digestOfLinkToken } from "../../shared/contracts/link-token.ts"
import { shopWorld } from "./shop-world.ts"
import { payload } from "./vendor-world.ts"

const fulfilment = payload("shopify-fulfillment.json")
const shipmentId = expect.stringMatching(/^shp_[a-p]{32}$/)

describe("a fulfilment of a Shopify shop", () => {
  it("becomes a shipment with its number, and its link is written into the shop", async () => {
    const { deliver, published, doTasks, stub } = await shopWorld()
    expect(await deliver("fulfillments/create", fulfilment)).toMatchObject({ status: 200, body: { accepted: 2 } })
    const [created, assigned] = published()
    expect([created, assigned]).toEqual([
      {
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
      },
      {
        source: "wayseal.retailer.leafline",
        type: "TrackingNumberAssigned",
        id: expect.stringMatching(/^[\w-]{22}$/),
        data: { shipmentId, trackingNumber: "NP4021887304CA" },
      },
    ])
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
    expect(created?.data).toMatchObject({ linkTokenDigest: digestOfLinkToken(token) })
  })
})

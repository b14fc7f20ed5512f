import { createHmac } from "node:crypto"
import { beforeAll, describe, expect, it } from "@jest/globals"
import type { PartyMessage } from "../../infra/local/replay/deployed-exchange.ts"
import type { RawParcel } from "../../infra/local/replay/parcel.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import type { LocalExchange } from "./local-exchange.ts"
import { createdAt, type Senders } from "./senders.ts"

const shop = "leafline.myshopify.com"
const secret = "e2e-client-secret-of-the-app"

/** A retailer's shop at Shopify sends webhooks over HTTPS. */
export function shopSuite(local: () => LocalExchange, send: () => Senders): void {
  describe("a Shopify shop", () => {
    const settings = async (method: string, more: { ifMatch?: string; body?: unknown } = {}) =>
      fetch(`${local().exchange.apiUrl}/v1/settings`, {
        method,
        headers: {
          authorization: `Bearer ${await local().sign("leafline")}`,
          "content-type": "application/merge-patch+json",
          ...(more.ifMatch === undefined ? {} : { "if-match": more.ifMatch }),
        },
        ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
      })
    const deliver = async (topic: string, payload: unknown, key = secret) => {
      const body = JSON.stringify(payload)
      const answer = await fetch(`${local().exchange.apiUrl}/v1/vendors/shopify/leafline`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-shopify-hmac-sha256": createHmac("sha256", key).update(body).digest("base64"),
          "x-shopify-topic": topic,
          "x-shopify-shop-domain": shop,
          "x-shopify-triggered-at": new Date().toISOString(),
        },
        body,
      })
      return { status: answer.status, body: await answer.json() }
    }
    const orderId = 6_061_728_399_001
    const fulfilmentOf = (parcel: RawParcel) => ({
      id: 4_815_162_399_001,
      order_id: orderId,
      name: `#${parcel.orderReference}.1`,
      status: "success",
      created_at: createdAt,
      updated_at: createdAt,
      tracking_company: "Northpost",
      tracking_numbers: [parcel.trackingNumber],
      destination: {
        name: parcel.signatory,
        zip: parcel.postalCode,
        country_code: "CA",
        address1: parcel.addressLine,
      },
    })

    beforeAll(async () => {
      const ifMatch = (await settings("GET")).headers.get("etag") ?? ""
      const body = { vendors: { shopify: { shop, secret, carriers: { Northpost: "northpost" } } } }
      expect((await settings("PATCH", { ifMatch, body })).status).toBe(200)
    }, 60_000)

    it("has its parcel announced to the carrier once for two deliveries, and erased when its customer asks", async () => {
      const { exchange } = local()
      const parcel = send().parcel(1_000_020)
      const fulfilment = fulfilmentOf(parcel)
      const ofParcel = ({ data }: PartyMessage) => data["trackingNumber"] === parcel.trackingNumber
      const state = async () => {
        await whenQueuesAreEmpty(exchange, 60)
        await local().receiveAll("northpost")
        const rows = await Promise.all([exchange.rows("TrackingRecords"), exchange.rows("ShopEntries")])
        const announced = local().inbox("northpost").filter(ofParcel)
        return {
          rows: rows.map((table) => table.map((row) => JSON.stringify(row)).sort()),
          announced: [...new Set(announced.map(({ metadata: { id } }) => id))],
        }
      }

      expect((await deliver("fulfillments/create", fulfilment, "not-the-secret-of-the-app")).status).toBe(401)
      expect(await deliver("fulfillments/create", fulfilment)).toEqual({ status: 200, body: { accepted: 2 } })
      const { data } = await local().received("northpost", "ShipmentCreated", ofParcel, 60)
      expect(data).toEqual({ trackingNumber: parcel.trackingNumber })

      const before = await state()
      const [entry] = (await exchange.rows("ShopEntries")).filter(({ kind }) => kind === "shipment")
      expect([before.announced.length, entry?.["sk"]]).toEqual([1, expect.stringMatching(/^shp_[a-p]{32}$/)])
      expect(await deliver("fulfillments/create", fulfilment)).toEqual({ status: 200, body: { accepted: 2 } })
      expect(await state()).toEqual(before)

      const redaction = { shop_domain: shop, orders_to_redact: [orderId], customer: { email: parcel.signatory } }
      expect(await deliver("customers/redact", redaction)).toEqual({ status: 200, body: { accepted: 1 } })
      const isErased = (message: PartyMessage) => message.data["shipmentId"] === entry?.["sk"]
      const erased = await local().received("leafline", "ShipmentErased", isErased, 60)
      expect(erased.data).toMatchObject({ wasKnown: true, held: [] })
      expect(JSON.stringify(await exchange.rows("TrackingRecords"))).not.toContain(String(entry?.["sk"]))
    })
  })
}

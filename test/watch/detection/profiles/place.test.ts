import { describe, expect, it } from "@jest/globals"
import { redactShipment } from "../../../../shared/intake/tracking/redaction.ts"
import { fanOut } from "../../../../shared/watch/detection/charts/fan-out.ts"
import { isSamePlace, makePlaces } from "../../../../shared/watch/detection/profiles/place.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { contacts } from "../builders.ts"

const hashes = testKeyedHash()

/** The point that the product stores for a shipment to this address. */
const pointAt = (retailer: number, addressLine: string): number | null => {
  const recipient = { postalCode: "M5V 3L9", country: "CA", addressLine }
  const raw = {
    shipmentId: "shp-1",
    orderReference: "LL-0048213",
    carrierId: "northpost",
    recipient,
    createdAt: "2026-11-01T10:00:00.000Z",
  }
  return redactShipment(raw, { id: `retailer-${retailer}` }, hashes).creation.deliveryPoint ?? null
}

const at = (retailer: number, deliveryPoint: number | null) => ({ retailer, deliveryPoint })

describe("two delivery points", () => {
  it("of one retailer are one place only if they are equal", () => {
    expect(isSamePlace(at(1, 0xabcde_123), at(1, 0xabcde_123))).toBe(true)
    expect(isSamePlace(at(1, 0xabcde_123), at(1, 0x11111_123))).toBe(false)
  })

  it("of two retailers are one place if the bits that all retailers share are equal", () => {
    expect(isSamePlace(at(1, 0xabcde_123), at(2, 0x11111_123))).toBe(true)
    expect(isSamePlace(at(1, 0xabcde_123), at(2, 0xabcde_124))).toBe(false)
  })

  it("are no place where one is not known", () => {
    expect(isSamePlace(at(1, null), at(1, null))).toBe(false)
    expect(isSamePlace(at(1, 5), at(2, null))).toBe(false)
  })
})

describe("places", () => {
  it("count each place once, whichever retailers send parcels there", () => {
    const places = makePlaces([at(1, 0xabcde_123), at(2, 0x11111_123), at(1, 0xabcde_124), at(1, null)])
    expect(places.count).toBe(2)
    expect(places.includes(at(3, 0x22222_124))).toBe(true)
    expect(places.includes(at(3, 0x22222_125))).toBe(false)
  })
})

describe("a mail room that receives parcels of many retailers", () => {
  it("is one destination", () => {
    const entries = contacts(30, 60, (retailer) => ({ retailer, deliveryPoint: pointAt(retailer, "1 Yonge St") }))
    const strangers = contacts(30, 60, (retailer) => ({
      retailer,
      deliveryPoint: pointAt(retailer, `${retailer} Yonge St`),
    }))
    const reading = { by: "point", ordinaryRate: 0.25 / 3600, attackRate: 6 / 3600, trimmed: false } as const
    expect(fanOut(entries, reading).score).toBeLessThan(4)
    expect(fanOut(strangers, reading).score).toBeGreaterThan(18)
  })
})

import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { formatOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import { normaliseTrackingNumber } from "../../../shared/intake/tracking/record-ids.ts"
import {
  idRevealsShipment,
  numberRevealsReference,
  type RawShipment,
  redactShipment,
} from "../../../shared/intake/tracking/redaction.ts"
import type { ReferenceFormat } from "../../../shared/parties/party.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"

const hashes = testKeyedHash()
const referenceFormat: ReferenceFormat = { prefix: "LL-", digits: 7, checkDigit: "none" }
const retailer = { id: "leafline", referenceFormat }

const rawShipment: fc.Arbitrary<RawShipment> = fc.record(
  {
    shipmentId: fc.constant("shp-opaque"),
    orderReference: fc.oneof(
      fc.integer({ min: 1_000_000, max: 9_999_999 }).map((ordinal) => formatOrderReference(ordinal, referenceFormat)),
      fc.stringMatching(/^[A-Z]{4}[0-9]{6}$/),
    ),
    carrierId: fc.constant("northpost"),
    trackingNumber: fc.stringMatching(/^[A-Z]{2}[0-9]{10}[A-Z]{2}$/),
    linkTokenDigest: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    recipient: fc.record(
      {
        postalCode: fc.stringMatching(/^[ABCEGHJKLMN][1-9][ABCEGHJKLMN] [1-9][ABCEGHJKLMN][1-9]$/),
        country: fc.constantFrom("CA", "DE"),
        addressLine: fc.stringMatching(/^[1-9][0-9]{2} [A-Z][a-z]{7} Street$/),
      },
      { requiredKeys: ["postalCode", "country"] },
    ),
    createdAt: fc.constant("2026-11-01T10:00:00.000Z"),
  },
  { requiredKeys: ["shipmentId", "orderReference", "carrierId", "recipient", "createdAt"] },
)

describe("redaction", () => {
  it("keeps no raw value in any form (promise: redaction-on-arrival)", () => {
    fc.assert(
      fc.property(rawShipment, (raw) => {
        const { ordinal, deliveryPoint, ...creation } = redactShipment(raw, retailer, hashes).creation
        const redacted = redactShipment(raw, retailer, hashes)
        const left = JSON.stringify({ ...redacted, creation }).toUpperCase()
        const { orderReference, trackingNumber = "", linkTokenDigest = "", recipient } = raw
        const secrets = [
          orderReference,
          trackingNumber,
          linkTokenDigest,
          recipient.postalCode,
          recipient.addressLine ?? "",
        ]
        const forms = secrets.flatMap((value) => [value, normaliseTrackingNumber(value), value.replace(/\D/g, "")])
        // A hash may contain a shorter form by chance.
        for (const form of forms.filter((text) => text.length >= 6)) expect(left).not.toContain(form.toUpperCase())
        const digits = orderReference.replace(/\D/g, "")
        expect([ordinal, deliveryPoint].map(String)).not.toContain(digits)
      }),
    )
  })

  it("keeps the retailer's own id, the carrier, the time, the region, and hashes", () => {
    const raw: RawShipment = {
      shipmentId: "shp-opaque",
      orderReference: "LL-0048213",
      carrierId: "northpost",
      linkTokenDigest: "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
      recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" },
      createdAt: "2026-11-01T10:00:00.000Z",
    }
    const hash = expect.stringMatching(/^[A-Za-z0-9_-]{43}$/)
    expect(redactShipment(raw, retailer, hashes)).toEqual({
      key: { recordId: "SHIPMENT#leafline#shp-opaque", retailerId: "leafline", shipmentId: "shp-opaque" },
      creation: {
        createdAt: raw.createdAt,
        carrierId: "northpost",
        contentKey: hash,
        postalProof: hash,
        houseProof: hash,
        deliveryPoint: expect.any(Number),
        region: "CA-ON",
        ordinal: hashes.blindOrdinal("leafline", 48_213),
      },
      orderReferenceKey: expect.stringMatching(/^leafline#[A-Za-z0-9_-]{43}$/),
      linkDigestKey: hash,
    })
  })

  it("hashes a postal code differently for each record", () => {
    const raw = { ...exampleShipment, shipmentId: "a" }
    const here = redactShipment(raw, retailer, hashes)
    const there = redactShipment({ ...raw, shipmentId: "b" }, retailer, hashes)
    const elsewhere = redactShipment(raw, { id: "maplebooks" }, hashes)
    expect(here.creation.postalProof).not.toBe(there.creation.postalProof)
    expect(elsewhere.creation.ordinal).toBeUndefined()
  })

  it("gives a destination one delivery point per retailer, of which all retailers share 12 bits", () => {
    const pointOf = (retailerId: string, addressLine = "1 Yonge St") => {
      const recipient = { ...exampleShipment.recipient, addressLine }
      return redactShipment({ ...exampleShipment, recipient }, { id: retailerId }, hashes).creation.deliveryPoint ?? 0
    }
    const [here, elsewhere] = [pointOf("leafline"), pointOf("maplebooks")]
    expect(pointOf("leafline")).toBe(here)
    expect(elsewhere & 0xfff).toBe(here & 0xfff)
    expect(elsewhere >>> 12).not.toBe(here >>> 12)
    expect(pointOf("leafline", "2 Yonge St") & 0xfff).not.toBe(here & 0xfff)
  })

  it("distinguishes two creations by any difference in their content", () => {
    fc.assert(
      fc.property(rawShipment, rawShipment, (one, other) => {
        const keys = [one, other].map((raw) => redactShipment(raw, retailer, hashes).creation.contentKey)
        expect(keys[0] === keys[1]).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)))
      }),
    )
  })
})

describe("a shipment id", () => {
  const shipment = () => ({ ...exampleShipment, trackingNumber: "NP4021887304CA" })

  it.each([
    "LL-0048213",
    "ll0048213",
    "shp.LL.0048213.1",
    "NP4021887304CA",
    "x-np4021887304ca",
    "m5v3l9",
    "to-M5V3L9-1",
    "1-yonge-st",
  ])("is not opaque: %s", (shipmentId) => {
    expect(idRevealsShipment({ ...shipment(), shipmentId })).toBe(true)
  })

  it("is opaque when it reveals none of these", () => {
    expect(idRevealsShipment({ ...shipment(), shipmentId: "shp_7Hq2mZ0c" })).toBe(false)
  })
})

describe("a tracking number", () => {
  it.each([
    ["NP4021887304CA", "LL-0048213", false],
    ["LL0048213", "LL-0048213", true],
    ["NPLL0048213CA", "LL-0048213", true],
    ["1001", "1001", true],
    ["NP4021001304CA", "1001", false],
  ])("%s reveals the order reference %s: %s", (number, reference, reveals) => {
    expect(numberRevealsReference(number, reference)).toBe(reveals)
  })
})

const exampleShipment: RawShipment = {
  shipmentId: "a",
  orderReference: "LL-0048213",
  carrierId: "northpost",
  recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" },
  createdAt: "2026-11-01T10:00:00.000Z",
}

function sorted(raw: RawShipment) {
  const { recipient, ...others } = raw
  return [Object.entries(others).sort(), Object.entries(recipient).sort()]
}

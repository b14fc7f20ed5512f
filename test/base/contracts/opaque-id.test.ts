import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { derivedId, derivedPartyEventId } from "../../../shared/base/contracts/envelope.ts"
import { newAccessId, newReportStream, newShipmentId, shipmentId } from "../../../shared/base/contracts/fields.ts"
import { isOpaque, looksOpaque, reveals } from "../../../shared/base/contracts/opaque-id.ts"

const letters = (alphabet: string, size: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: size, maxLength: size })
const digits = "0123456789"
const capitals = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ`
const base62 = `${capitals}abcdefghijklmnopqrstuvwxyz`

describe("a new id that a party chooses", () => {
  it.each([
    "jane.doe@example.com",
    "jane-at-example",
    "203.0.113.7",
    "203-0-113-7",
    "2001:db8::7",
    "12-main-street",
    "12mainst-5",
    "M5V-3L9",
    "m5v3l9",
    "shp_M5V3L9",
    "hauptstrasse-12",
    "LL-00-48213",
    "7bf73129-1428-4cd3-a780",
    "shipment-7Hq2mZ0c",
    "shp_",
    "",
    "shp_7Hq2mZ0c ",
  ])("is refused: %s", (id) => {
    expect(isOpaque(id)).toBe(false)
    expect(newShipmentId.safeParse(id).success).toBe(false)
  })

  it.each(["shp_7Hq2mZ0c", "NP4021887304CA", "4021887304", "acc-7bf73129-1428-4cd3-a780-95db273d1602", "K1A0B12"])(
    "is accepted: %s",
    (id) => {
      expect(newShipmentId.parse(id)).toBe(id)
    },
  )

  it("may be a UUID, a ULID, a KSUID, a digest in hexadecimal, a NanoID without separators or a counter", () => {
    const mark = fc.constantFrom("", "shp_", "acc-", "TOK_")
    const run = fc.oneof(
      fc.uuid(),
      fc.ulid(),
      letters(base62, 27),
      letters("0123456789abcdef", 32),
      letters(base62, 21),
      fc.nat().map(String),
    )
    fc.assert(
      fc.property(mark, run, (prefix, id) => isOpaque(prefix + id)),
      { numRuns: 2_000 },
    )
  })

  it("is called opaque if it has the form, and else is told why", () => {
    const rule = (id: string) => newAccessId.safeParse(id).error?.issues.map(({ code, message }) => [code, message])
    expect(rule("12-main-street")).toEqual([["custom", "notOpaque"]])
    expect(rule("a b")).toMatchObject([["invalid_format", expect.anything()]])
    expect(rule("a".repeat(65))).toMatchObject([["invalid_format", expect.anything()]])
    expect(rule("a".repeat(100_000))).toMatchObject([["too_big", expect.anything()]])
    expect(newReportStream.safeParse("str_short").success).toBe(false)
  })

  it("is one that names an older shipment too, whose id may have the form of release 0.1.0", () => {
    expect(shipmentId.parse("order.of.leafline.7")).toBe("order.of.leafline.7")
    expect(shipmentId.safeParse("12-main-street").success).toBe(false)
  })
})

describe("an id of the form of release 0.1.0", () => {
  it.each([
    "jane.doe-at-example.com",
    "acc_jane_at_example.com",
    "203.0.113.7",
    "acc-203.0.113.7",
    "M5V-3L9",
    "m5v3l9",
    "shp_M5V3L9",
    "parcel.M5V.3L9.1",
    "12-main-street",
    "shp_12_Main_St",
    "1-queens-park-crescent",
    "12-rue-principale",
    "Hauptstrasse-12",
  ])("is refused: %s", (id) => {
    expect(looksOpaque(id)).toBe(false)
  })

  it.each([
    "shp_7Hq2mZ0c",
    "acc_01KA8P2Y",
    "tok_c81e728d9d4c2f63",
    "1Z999AA10123456784",
    "NP4021887304CA",
    "4021887304",
    "order-story-81",
    "2026-11-25T14-03-00",
    "7bf73129-1428-4cd3-a780-95db273d1602",
    "v1.12.3",
    "created-shp_1-at-2026",
    "walkers-session-1",
    "12-parcels-east",
    "privacy officer",
  ])("is accepted: %s", (id) => {
    expect(looksOpaque(id)).toBe(true)
  })

  it("is accepted if it is a UUID, a ULID, a digest, a counter or a carrier's number", () => {
    const ordinary = fc.oneof(
      fc.uuid(),
      fc.ulid(),
      letters("0123456789abcdef", 64),
      letters(capitals, 16).map((text) => `1Z${text}`),
      fc.nat().map(String),
      fc.tuple(fc.constantFrom("shp", "acc", "tok", "evt"), fc.nat()).map(([kind, number]) => `${kind}-${number}`),
      letters(digits, 16),
      letters(digits, 9).map((text) => `NP${text}CA`),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replaceAll(":", "-")),
    )
    fc.assert(
      fc.property(ordinary, (id) => looksOpaque(id)),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ["LL-0048213", "ll0048213"],
    ["LL-0048213", "shp.LL.0048213.1"],
    ["203.0.113.77", "acc-203-0-113-77"],
    ["2001:db8::7:1234", "2001-DB8--7-1234"],
    ["1001", "1001"],
    ["1 Yonge St", "acc-1yongest"],
  ])("reveals %s: %s", (secret, id) => {
    expect(reveals(id, ["another", secret])).toBe(true)
  })

  it("reveals no value that is absent, and may contain a short one by chance", () => {
    expect(reveals("shp_7Hq2mZ0c", [undefined, "", "1 2"])).toBe(false)
    expect(reveals("shp_x1001y", ["1001"])).toBe(false)
  })
})

describe("a derived id of a party's event", () => {
  // Its first hash has a postal code between separators.
  const parts = ["TrackingAccessed", "acc_4903"]

  it("never looks like a postal code, and is the same each time", () => {
    expect(looksOpaque(derivedId(...parts))).toBe(false)
    expect(looksOpaque(derivedPartyEventId(...parts))).toBe(true)
    expect(derivedPartyEventId(...parts)).toBe(derivedPartyEventId(...parts))
  })

  it("is otherwise the first hash, as before", () => {
    expect(derivedPartyEventId("TrackingAccessed", "acc_1")).toBe(derivedId("TrackingAccessed", "acc_1"))
  })
})

import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { looksOpaque, reveals } from "../../shared/contracts/opaque-id.ts"

describe("an id that a party chose", () => {
  it.each([
    "jane.doe@example.com",
    "jane.doe-at-example.com",
    "acc_jane_at_example.com",
    "203.0.113.7",
    "acc-203.0.113.7",
    "2001:db8:0:0:0:0:0:7",
    "2001:db8::7",
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
    const letters = (alphabet: string, size: number) =>
      fc.string({ unit: fc.constantFrom(...alphabet), minLength: size, maxLength: size })
    const digits = "0123456789"
    const ordinary = fc.oneof(
      fc.uuid(),
      fc.ulid(),
      letters("0123456789abcdef", 64),
      letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 16).map((text) => `1Z${text}`),
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

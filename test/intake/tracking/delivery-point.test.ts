import { describe, expect, it } from "@jest/globals"
import {
  deliveryPointOf,
  deliveryPointParts,
  normaliseStreetLine,
} from "../../../shared/intake/tracking/delivery-point.ts"

describe("delivery points", () => {
  it.each([
    ["1 Yonge Street", "1 YONGE ST."],
    ["1200 boul. René-Lévesque Ouest", "1200 Boulevard Rene Levesque W"],
    ["12 King's Court", "12 KINGS CRT"],
    ["500 Bay Ave, Suite 4", "500  bay avenue ste 4"],
  ])("are the same for %s and %s", (one, other) => {
    const at = (addressLine: string) => deliveryPointParts({ postalCode: "M5V 3L9", country: "CA", addressLine })
    expect(at(one)).toEqual(at(other))
  })

  it("differ by number, unit and postal code", () => {
    const at = (addressLine: string, postalCode = "M5V 3L9") =>
      JSON.stringify(deliveryPointParts({ postalCode, country: "CA", addressLine }))
    const points = [at("1 Yonge St"), at("2 Yonge St"), at("1 Yonge St Apt 2"), at("1 Yonge St", "M5V 3L8")]
    expect(new Set(points).size).toBe(4)
  })

  it("do not exist without a street line or a valid postal code", () => {
    expect(deliveryPointParts({ postalCode: "M5V 3L9", country: "CA" })).toBeUndefined()
    expect(deliveryPointParts({ postalCode: "M5V 3L9", country: "CA", addressLine: " - " })).toBeUndefined()
    expect(deliveryPointParts({ postalCode: "M5V", country: "CA", addressLine: "1 Yonge St" })).toBeUndefined()
  })

  it("are numbers of 32 bits, never 0", () => {
    const [none, all] = [0, 0xff].map((byte) => Buffer.alloc(32, byte).toString("base64url"))
    expect(deliveryPointOf({ ofRetailer: none ?? "", shared: none ?? "" })).toBe(0x1000)
    expect(deliveryPointOf({ ofRetailer: all ?? "", shared: all ?? "" })).toBe(0xffff_ffff)
    expect(deliveryPointOf({ ofRetailer: all ?? "", shared: none ?? "" })).toBe(0xffff_f000)
  })

  it("use one form for each street line", () => {
    expect(normaliseStreetLine("  12, Chemin d’Été — No. 4 ")).toBe("12 CHEMIN DETE NO 4")
  })
})

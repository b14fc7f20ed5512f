import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import {
  formatOrderReference,
  luhnCheckDigit,
  normaliseOrderReference,
  parseOrdinal,
  parsePlace,
} from "../../../shared/intake/tracking/order-reference.ts"
import type { ReferenceFormat } from "../../../shared/parties/party.ts"

const leafline: ReferenceFormat = { prefix: "LL-", digits: 7, checkDigit: "none" }
const maplebooks: ReferenceFormat = { prefix: "MB", digits: 6, checkDigit: "luhn" }
const format: fc.Arbitrary<ReferenceFormat> = fc.record({
  prefix: fc.constantFrom("", "LL-", "MB", "Order "),
  digits: fc.integer({ min: 3, max: 12 }),
  checkDigit: fc.constantFrom("none" as const, "luhn" as const, "mod7" as const),
  suffix: fc.constantFrom("", "CA", "-X"),
})

describe("order references", () => {
  it("give their ordinal, however they are typed", () => {
    const typing = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toLowerCase(),
      (text: string) => ` ${text.replace("-", "")} `,
      (text: string) => text.replace("-", "\u2013"),
      (text: string) => [...text].join(" "),
    )
    fc.assert(
      fc.property(format, fc.nat(), typing, (given, seed, type) => {
        const ordinal = seed % 10 ** given.digits
        const reference = formatOrderReference(ordinal, given)
        expect(parseOrdinal(type(reference), given)).toBe(ordinal)
        expect(normaliseOrderReference(type(reference), given)).toBe(normaliseOrderReference(reference, given))
      }),
    )
  })

  it("differ for two ordinals", () => {
    fc.assert(
      fc.property(format, fc.nat({ max: 999 }), fc.nat({ max: 999 }), (given, one, other) => {
        fc.pre(one !== other)
        const forms = [one, other].map((ordinal) =>
          normaliseOrderReference(formatOrderReference(ordinal, given), given),
        )
        expect(forms[0]).not.toBe(forms[1])
      }),
    )
  })

  it.each([
    ["LL-004821", leafline],
    ["LL-00482130", leafline],
    ["XX-0048213", leafline],
    ["LL-00A8213", leafline],
    ["", leafline],
    ["MB1234560", maplebooks],
  ])("have no ordinal in the format if they are %j", (reference, given) => {
    expect(parseOrdinal(reference, given)).toBeUndefined()
  })

  it("keep their hyphens if the retailer has no known format", () => {
    expect(normaliseOrderReference("a-1 2")).toBe("A-12")
    expect(normaliseOrderReference("a-12")).not.toBe(normaliseOrderReference("a1-2"))
  })

  it("stay unchanged if they do not fit the retailer's format", () => {
    expect(normaliseOrderReference("STAFF-1", leafline)).toBe("STAFF-1")
  })

  it("are not made from an ordinal that has too many digits", () => {
    expect(() => formatOrderReference(10_000_000, leafline)).toThrow(RangeError)
    expect(() => formatOrderReference(-1, leafline)).toThrow(RangeError)
  })
})

describe("tracking numbers", () => {
  // The example of UPU standard S10, and an air waybill number.
  it.each([
    ["RR 47312482 9 GB", { prefix: "RR", digits: 8, checkDigit: "s10", suffix: "GB" }, 47_312_482],
    ["020-12345675", { prefix: "020-", digits: 7, checkDigit: "mod7" }, 1_234_567],
    ["NP4021887304CA", { prefix: "NP", digits: 10, checkDigit: "none", suffix: "CA" }, 4_021_887_304],
  ] as const)("give their place: %s", (number, given, place) => {
    expect(parseOrdinal(number, given)).toBe(place)
  })

  it.each([
    ["RR473124828GB", { prefix: "RR", digits: 8, checkDigit: "s10", suffix: "GB" }],
    ["RR473124829CA", { prefix: "RR", digits: 8, checkDigit: "s10", suffix: "GB" }],
    ["020-12345676", { prefix: "020-", digits: 7, checkDigit: "mod7" }],
  ] as const)("have none with a wrong check digit or suffix: %s", (number, given) => {
    expect(parseOrdinal(number, given)).toBeUndefined()
  })

  it("with more than 12 digits have the place of the last 12", () => {
    const long: ReferenceFormat = { prefix: "", digits: 16, checkDigit: "none" }
    expect(parseOrdinal("7023210039414604", long)).toBe(210_039_414_604)
    expect(formatOrderReference(7, long)).toBe("0000000000000007")
  })
})

describe("the place of a reference", () => {
  it("is that of its number, whatever the check digit", () => {
    const places = Array.from({ length: 10 }, (_, digit) => parsePlace(`MB123456${digit}`, maplebooks))
    expect(new Set(places)).toEqual(new Set([123_456]))
    expect(parsePlace("MB12345", maplebooks)).toBeUndefined()
    expect(parsePlace("XX1234560", maplebooks)).toBeUndefined()
  })
})

describe("the Luhn check digit", () => {
  it("equals the digit in the standard's example", () => {
    expect(luhnCheckDigit("7992739871")).toBe("3")
    expect(luhnCheckDigit("123456")).toBe("6")
  })

  it("catches every wrong digit", () => {
    const digits = fc.stringMatching(/^\d{3,12}$/)
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, seed, by) => {
        const place = seed % number.length
        const wrong = `${number.slice(0, place)}${(Number(number[place]) + by) % 10}${number.slice(place + 1)}`
        expect(luhnCheckDigit(wrong)).not.toBe(luhnCheckDigit(number))
      }),
    )
  })
})

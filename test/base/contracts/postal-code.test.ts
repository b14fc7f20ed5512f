import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { normalisePostalCode, opensNothing, postalCodeReadings } from "../../../shared/base/contracts/postal-code.ts"

describe("postal codes", () => {
  it.each([
    ["CA", "m5v 3l9", "M5V3L9"],
    ["ca", "M5V-3L9", "M5V3L9"],
    ["CA", "K1A OB1", "K1A0B1"],
    ["CA", "H2X IY4", "H2X1Y4"],
    ["US", "94105-1234", "94105"],
    ["US", " 94105 ", "94105"],
    ["GB", "sw1a 1aa", "SW1A1AA"],
    ["DE", "10117", "10117"],
  ])("have one form: %s %s", (country, typed, expected) => {
    expect(normalisePostalCode(country, typed)).toBe(expected)
  })

  it.each([
    ["CA", "M5V 3L"],
    ["CA", "D5V 3L9"],
    ["CA", "M5V 3O9"],
    ["CA", "94105"],
    ["US", "9410"],
    ["US", "M5V 3L9"],
    ["GB", "!"],
    ["GB", "A".repeat(13)],
  ])("are refused if invalid: %s %s", (country, typed) => {
    expect(normalisePostalCode(country, typed)).toBeUndefined()
  })

  it.each([
    ["CA", "94105", true],
    ["CA", "N/A", true],
    ["US", "9410", true],
    ["CA", "K1A OB1", false],
    ["US", "94105-1234", false],
    // Hong Kong has no postal codes, and nobody knows the form of a country that there is not.
    ["HK", "00000", false],
    ["HK", "N/A", false],
    ["ZZ", "anything", false],
    ["DE", "--", true],
  ])(
    "open nothing if they cannot be one of a known form, or say nothing: %s %s, %s",
    (country, postalCode, nothing) => {
      expect(opensNothing({ recipient: { country, postalCode } })).toBe(nothing)
    },
  )

  it("of an unknown form may say nothing where a link opens the parcel", () => {
    const linkTokenDigest = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"
    expect(opensNothing({ recipient: { country: "HK", postalCode: "--" }, linkTokenDigest })).toBe(false)
    expect(opensNothing({ recipient: { country: "CA", postalCode: "--" }, linkTokenDigest })).toBe(true)
  })

  it("are read in every form that a store may have, when no country is given", () => {
    const country = fc.constantFrom("CA", "US", "GB", "DE")
    const typed = fc.oneof(
      fc.stringMatching(/^[A-Za-z][0-9OoIl][A-Za-z] ?[0-9OoIl][A-Za-z][0-9OoIl]$/),
      fc.stringMatching(/^\d{5}(-\d{4})?$/),
      fc.string({ maxLength: 16 }),
    )
    fc.assert(
      fc.property(country, typed, (at, text) => {
        const stored = normalisePostalCode(at, text)
        const readings = postalCodeReadings(text)
        expect(readings.length).toBeLessThanOrEqual(3)
        expect(new Set(readings).size).toBe(readings.length)
        if (stored !== undefined) expect(readings).toContain(stored)
      }),
    )
  })

  it("do not change when normalised twice", () => {
    fc.assert(
      fc.property(fc.constantFrom("CA", "US", "FR"), fc.string({ maxLength: 12 }), (country, text) => {
        const once = normalisePostalCode(country, text)
        if (once !== undefined) expect(normalisePostalCode(country, once)).toBe(once)
      }),
    )
  })
})

import { describe, expect, it } from "@jest/globals"
import { mayBeIn, recipientRegion, unknownRegion } from "../../../shared/intake/tracking/recipient-region.ts"

describe("the region of a recipient", () => {
  it.each([
    ["CA", "M5V 3L9", "CA-ON"],
    ["CA", "h2x1y4", "CA-QC"],
    ["CA", "G1R 2B5", "CA-QC"],
    ["CA", "T2P 1J9", "CA-AB"],
    ["CA", "V6B 1A1", "CA-BC"],
    ["CA", "X0A 0H0", "CA"],
    ["US", "94105", "US-CA"],
    ["US", "96162-0001", "US-CA"],
    ["US", "73301", "US-TX"],
    ["US", "88510", "US-TX"],
    ["US", "10001", "US-NY"],
    ["US", "00501", "US-NY"],
    ["US", "96701", "US-HI"],
    ["US", "33999", "US-FL"],
    ["US", "34035", "US"],
    ["US", "34102", "US-FL"],
    ["US", "09012", "US"],
    ["US", "96201", "US"],
    ["US", "00901", "US"],
    ["DE", "10115", "DE"],
    ["gb", "SW1A 1AA", "GB"],
  ])("in %s at %s is %s", (country, postalCode, region) => {
    expect(recipientRegion({ country, postalCode })).toBe(region)
  })

  it("is the country alone where the text is no postal code of it", () => {
    expect(recipientRegion({ country: "CA", postalCode: "canary" })).toBe("CA")
    expect(recipientRegion({ country: "US", postalCode: "9410" })).toBe("US")
  })
})

describe("a delivery of which only the country is known, or nothing", () => {
  it("may have gone to any part of that country, and to no part of another", () => {
    expect([unknownRegion, "US", "US-CA", "CA"].map((known) => mayBeIn(known, "US-TX"))).toEqual([
      true,
      true,
      false,
      false,
    ])
    // California is no part of Canada.
    expect(mayBeIn("CA", "US-CA")).toBe(false)
  })
})

import { describe, expect, it } from "@jest/globals"
import { recipientRegion } from "../../shared/tracking/recipient-region.ts"

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

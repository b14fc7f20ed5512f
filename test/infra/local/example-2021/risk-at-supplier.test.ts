import { describe, expect, it } from "@jest/globals"
import { riskAtSupplier } from "../../../../infra/local/example-2021/play.ts"

describe("the risk that the parties of 2021 expect", () => {
  it.each([
    ["ca-privacy-act", /\baddresses\b/],
    ["ca-on-fippa", /\baddresses\b/],
    ["ca-qc-private-sector-act", /\badresses\b/],
  ])("names under %s the address that the manifests show, and no postal code", (law, address) => {
    const { consequences } = riskAtSupplier(law)
    expect(consequences).toMatch(address)
    expect(consequences).not.toMatch(/postal/)
  })
})

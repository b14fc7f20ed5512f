import { describe, expect, it } from "@jest/globals"
import { caseAlias, decadeOf, shareOfTotal } from "../../../shared/breach-desk/cases/case-rows.ts"

describe("a case", () => {
  it("has an alias of ten unambiguous characters made from a keyed hash", () => {
    expect(caseAlias(Buffer.alloc(32, 0).toString("base64url"))).toBe("WS-0000000000")
    expect(caseAlias(Buffer.alloc(32, 255).toString("base64url"))).toBe("WS-ZZZZZZZZZZ")
    expect(caseAlias(Buffer.from([0, 0, 0, 0, 0, 0, 64]).toString("base64url"))).toBe("WS-0000000001")
    expect(() => caseAlias("AAAA")).toThrow("7 bytes")
  })

  it("alerts anew whenever the shipments of a party reach a power of ten", () => {
    expect([0, 1, 9, 10, 99, 100, 4500].map(decadeOf)).toEqual([0, 1, 1, 2, 2, 3, 4])
  })

  it("knows the share of a retailer's orders only where the retailer said how many there are", () => {
    expect(shareOfTotal(4500, 225_000)).toBe(0.02)
    expect(shareOfTotal(4500, 100)).toBe(1)
    expect(shareOfTotal(4500, undefined)).toBeNull()
  })
})

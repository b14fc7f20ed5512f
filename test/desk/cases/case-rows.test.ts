import { describe, expect, it } from "@jest/globals"
import { decadeOf } from "../../../shared/desk/cases/alert-steps.ts"
import { caseAlias } from "../../../shared/desk/cases/case-pointers.ts"

describe("a case", () => {
  it("has an alias of ten unambiguous characters made from a keyed hash", () => {
    expect(caseAlias(Buffer.alloc(32, 0).toString("base64url"))).toBe("WS-0000000000")
    expect(caseAlias(Buffer.alloc(32, 255).toString("base64url"))).toBe("WS-ZZZZZZZZZZ")
    expect(caseAlias(Buffer.from([0, 0, 0, 0, 0, 0, 64]).toString("base64url"))).toBe("WS-0000000001")
    expect(() => caseAlias("AAAA")).toThrow("7 bytes")
  })

  it("alerts a party again when its shipments reach a power of ten", () => {
    expect([0, 1, 9, 10, 99, 100, 4500].map(decadeOf)).toEqual([0, 1, 1, 2, 2, 3, 4])
  })
})

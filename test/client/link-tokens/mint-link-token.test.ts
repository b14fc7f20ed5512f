import { describe, expect, it } from "@jest/globals"
import { mintLinkToken } from "../../../client/link-tokens/mint-link-token.ts"
import { linkTokenDigest } from "../../../shared/base/contracts/fields.ts"
import { digestOfLinkToken } from "../../../shared/base/contracts/link-token.ts"

describe("a link token", () => {
  it("has 192 random bits, and comes with the digest that the hub compares", () => {
    const { token, digest } = mintLinkToken()
    expect(token).toMatch(/^[\w-]{32}$/)
    expect(linkTokenDigest.parse(digest)).toBe(digestOfLinkToken(token))
    expect(mintLinkToken().token).not.toBe(token)
  })

  it("has the digest of the contract's documents", () => {
    // SHA-256 of "test": the first example of ShipmentCreated.
    expect(digestOfLinkToken("test")).toBe("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg")
  })
})

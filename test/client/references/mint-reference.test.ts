import { describe, expect, it } from "@jest/globals"
import { mintReference } from "../../../client/references/mint-reference.ts"
import { trackingNumber } from "../../../shared/base/contracts/fields.ts"

describe("a minted reference", () => {
  it("fits the contracts, and has its prefix and suffix", () => {
    const minted = mintReference({ prefix: "NP", suffix: "CA" })
    expect(trackingNumber.parse(minted)).toMatch(/^NP[0-9A-HJKMNP-TV-Z]{20}CA$/)
  })

  it("uses every character about equally often", () => {
    const counts = new Map<string, number>()
    for (let made = 0; made < 4_000; made++)
      for (const character of mintReference({ bits: 80 })) counts.set(character, (counts.get(character) ?? 0) + 1)
    expect(counts.size).toBe(32)
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(300)
  })

  it.each([
    [{ bits: 79 }, "at least 80 random bits"],
    [{ bits: Number.NaN }, "at least 80 random bits"],
    [{ prefix: "np-" }, "capitals and digits only"],
    [{ prefix: "NORTHPOST", bits: 160 }, "at most 40 characters"],
  ])("is refused with %j", (form, sentence) => {
    expect(() => mintReference(form)).toThrow(sentence)
  })
})

import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import {
  blockKey,
  blocksOf,
  codeBlockKey,
  missBlockKey,
  neighbourhoodKey,
  neighbouringBlocks,
  restrictedKeyOf,
} from "../../../shared/detection/retailers/number-blocks.ts"

const ordinals = fc.integer({ min: 10_000_000, max: 2 ** 40 })

describe("blocks of a retailer's numbers", () => {
  it("are found for every number in a block of misses, and for none beside it", () => {
    fc.assert(
      fc.property(ordinals, (ordinal) => {
        const misses = missBlockKey("leafline", ordinal)
        const key = blockKey("leafline", ordinal)
        expect(blocksOf(misses)).toContain(key)
        expect(blocksOf(key)).toEqual([key])
        const codes = codeBlockKey("leafline", ordinal)
        expect(blocksOf(codes)).toEqual(blocksOf(misses))
        for (const block of blocksOf(misses))
          expect(neighbouringBlocks(block)).toEqual(expect.arrayContaining([misses, codes]))
      }),
    )
  })

  it("border on the blocks before and after, of any kind", () => {
    fc.assert(
      fc.property(ordinals, fc.integer({ min: 1, max: 200 }), (ordinal, step) => {
        for (const keyOf of [blockKey, missBlockKey, codeBlockKey]) {
          const [here, next] = [keyOf("leafline", ordinal), keyOf("leafline", ordinal + step)]
          if (here !== next) expect(neighbouringBlocks(here)).toContain(next)
          expect(neighbouringBlocks(next)).not.toContain(next)
        }
      }),
    )
  })

  it("are restricted with the 64 blocks of their neighbourhood; other keys by themselves", () => {
    fc.assert(
      fc.property(ordinals, (ordinal) => {
        const first = ordinal - (ordinal % 16_384)
        const restricted = (at: number) => restrictedKeyOf(blockKey("leafline", at))
        expect(restricted(ordinal)).toBe(neighbourhoodKey("leafline", ordinal))
        expect([first, first + 16_383].map(restricted)).toEqual([restricted(ordinal), restricted(ordinal)])
        expect([first - 1, first + 16_384].map(restricted)).not.toContain(restricted(ordinal))
      }),
    )
    for (const key of ["subject#walker-of-2018", missBlockKey("leafline", 7), codeBlockKey("leafline", 7)]) {
      expect(restrictedKeyOf(key)).toBe(key)
    }
  })

  it("have no name but their own, and accessors none", () => {
    expect(blocksOf("subject#walker-of-2018")).toEqual([])
    expect(neighbouringBlocks("network#home-of-walker")).toEqual([])
    expect(blocksOf("block#leafline#7")).toEqual(["block#leafline#7"])
  })
})

import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { accessorKey } from "../../../../shared/watch/detection/accessor.ts"
import {
  blockKey,
  blockNamed,
  blockOfHub,
  blocksOf,
  codeBlockKey,
  missBlockKey,
  neighbourhoodKey,
  neighbouringBlocks,
  restrictedKeyOf,
} from "../../../../shared/watch/detection/retailers/number-blocks.ts"

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

  it("have the names of release 0.1.0 where the hub saw the lookups, and the party's in them where a party says so", () => {
    const keysOf = (vouchedBy?: string) =>
      [blockKey, missBlockKey, codeBlockKey, neighbourhoodKey].map((keyOf) => keyOf("leafline", 1_000_000, vouchedBy))
    const ofHub = [
      "block#leafline#3906",
      "missBlock#leafline#244",
      "codeBlock#leafline#244",
      "neighbourhood#leafline#61",
    ]
    expect(keysOf()).toEqual(ofHub)
    expect(keysOf("northpost")).toEqual(ofHub.map((key) => key.replace("#", "#northpost#")))
  })

  it("of one voucher are neighbours of each other alone, and are restricted by themselves", () => {
    const vouchers = fc.constantFrom(undefined, "leafline", "northpost")
    fc.assert(
      fc.property(ordinals, vouchers, (ordinal, vouchedBy) => {
        for (const keyOf of [blockKey, missBlockKey, codeBlockKey]) {
          const key = keyOf("leafline", ordinal, vouchedBy)
          expect(accessorKey.safeParse(key).success).toBe(true)
          expect(blockNamed(key)?.numbers).toEqual({ series: "leafline", ...(vouchedBy && { vouchedBy }) })
          expect(blockOfHub(key)).toBe(keyOf("leafline", ordinal))
          for (const other of [...blocksOf(key), ...neighbouringBlocks(key)])
            expect(blockNamed(other)?.numbers.vouchedBy).toBe(vouchedBy)
        }
        const block = blockKey("leafline", ordinal, vouchedBy)
        expect(restrictedKeyOf(block)).toBe(neighbourhoodKey("leafline", ordinal, vouchedBy))
      }),
    )
  })
})

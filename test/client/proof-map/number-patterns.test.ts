import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import type { NumberRange } from "../../../client/proof-map/mapped-numbers.ts"
import { mergedRanges } from "../../../client/proof-map/merged-ranges.ts"
import { indexNumbers } from "../../../client/proof-map/number-index.ts"
import { patternOf } from "../../../client/proof-map/number-patterns.ts"

const until = "2026-11-02T10:00:00.000Z"
const range: NumberRange = { scope: "neighbourhood", until, first: 0, last: 0, prefix: "NP", digits: 10, behind: 2 }
const beforeEnd = Date.parse(until) / 1_000 - 1

const forms = fc.record({
  prefix: fc.constantFrom("", "NP", "1Z"),
  digits: fc.integer({ min: 1, max: 14 }),
  behind: fc.integer({ min: 0, max: 3 }),
})

/** A form, a range of it, and a place, mostly near an end of the range. */
const cases = forms.chain((form) => {
  const most = 10 ** Math.min(form.digits, 12) - 1
  const place = fc.integer({ min: 0, max: most })
  const near = fc.integer({ min: -3, max: 3 })
  return fc.record({ first: place, width: fc.integer({ min: 0, max: 40_000 }) }).chain(({ first, width }) => {
    const last = Math.min(first + width, most)
    const within = (wanted: number): number => Math.min(Math.max(wanted, 0), most)
    const asked = fc.oneof(
      place,
      near.map((step) => within(first + step)),
      near.map((step) => within(last + step)),
    )
    return fc.record({ range: fc.constant({ ...range, ...form, first, last }), place: asked })
  })
})

/** Digits before the last 12 are no part of a place. */
const referenceAt = ({ prefix, digits, behind }: NumberRange, place: number): string =>
  prefix + String(place).padStart(Math.min(digits, 12), "0").padStart(digits, "7") + "9".repeat(behind)

const expressionOf = (of: NumberRange, coarseDigits = 0): RegExp => new RegExp(patternOf(of, coarseDigits) ?? "^$")

describe("the expression of a range of numbers", () => {
  it("matches the references that the map has, and no others of their form", () => {
    fc.assert(
      fc.property(cases, ({ range: one, place }) => {
        const reference = referenceAt(one, place)
        const isMapped = indexNumbers([one]).scopesOf(reference, beforeEnd).length > 0
        expect(expressionOf(one).test(reference)).toBe(isMapped)
      }),
      { numRuns: 2_000 },
    )
  })

  it("matches them however they are typed", () => {
    const separators = fc.constantFrom("", " ", "-", " - ", ".")
    fc.assert(
      fc.property(cases, fc.array(separators, { minLength: 20, maxLength: 20 }), ({ range: one }, between) => {
        const typed = [...referenceAt(one, one.first)].map((character, index) => character + (between[index] ?? ""))
        expect(expressionOf(one).test(`/track/${typed.join("").toLowerCase()}`)).toBe(true)
      }),
    )
  })

  it("matches fewer than ten to the power of the digits that it may leave out beside each end", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 3 }), ({ range: one, place }, coarseDigits) => {
        const size = 10 ** coarseDigits
        const isIn = place > one.first - size && place < one.last + size
        const isMatched = expressionOf(one, coarseDigits).test(referenceAt(one, place))
        if (place >= one.first && place <= one.last) expect(isMatched).toBe(true)
        if (!isIn) expect(isMatched).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  })

  it("is not made of a prefix that could mean something else in an expression or a file of nginx", () => {
    for (const prefix of ['"; }', "(", "\\d", "É", "$x"]) expect(patternOf({ ...range, prefix })).toBeUndefined()
  })

  it("has at most 4,000 characters for the longest form, which nginx reads as one word", () => {
    const longest = { ...range, prefix: "N".repeat(256), digits: 256, first: 123_456_789, last: 987_654_321 }
    expect(patternOf(longest)?.length).toBeLessThanOrEqual(4_000)
  })
})

describe("merged ranges", () => {
  const from = (first: number, last: number, change: Partial<NumberRange> = {}) => ({
    ...range,
    first,
    last,
    ...change,
  })
  const now = Date.parse(until) - 1_000

  it("are one where they touch or overlap and have one form and scope, until the later end", () => {
    const later = { until: "2026-11-03T10:00:00.000Z" }
    const found = mergedRanges([from(30, 39), from(10, 19), from(15, 29, later), from(50, 59)], now)
    expect(found).toEqual([from(10, 39, later), from(50, 59)])
    const apart = [from(0, 9), from(10, 19, { scope: "codeBlock" }), from(10, 19, { digits: 12 })]
    expect(mergedRanges(apart, now)).toHaveLength(3)
  })

  it("leave out what is over, and begin with what ends last", () => {
    const [over, soon, late] = ["2026-11-02T09:00:00.000Z", until, "2026-11-04T10:00:00.000Z"]
    const ranges = [from(0, 9, { until: over }), from(20, 29, { until: soon }), from(40, 49, { until: late })]
    expect(mergedRanges(ranges, now).map(({ first }) => first)).toEqual([40, 20])
  })
})

import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { block } from "../../../../shared/watch/detection/charts/block.ts"
import { chain } from "../../../../shared/watch/detection/charts/chain.ts"
import { type ChartResult, makeExcursion } from "../../../../shared/watch/detection/charts/excursion.ts"
import { fanOut } from "../../../../shared/watch/detection/charts/fan-out.ts"
import { guess } from "../../../../shared/watch/detection/charts/guess.ts"
import { insider } from "../../../../shared/watch/detection/charts/insider.ts"
import { scope } from "../../../../shared/watch/detection/charts/scope.ts"
import { countedEntries, walk, walkEntries } from "../../../../shared/watch/detection/charts/walk.ts"
import { type Contact, uniteContacts } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { scoredEntries } from "../../../../shared/watch/detection/profiles/retention.ts"
import { arbitraryContact } from "../builders.ts"

type Chart = (entries: readonly Contact[], trimmed: boolean) => ChartResult

const charts: readonly (readonly [string, Chart])[] = [
  ["walk", (entries) => walk(entries, { series: 0, liveWidth: 900, forgives: () => false })],
  ["guess", (entries) => guess(entries, { missShare: () => 0.05, classFloor: 0.12 })],
  [
    "fan-out by point",
    (entries, trimmed) => fanOut(entries, { by: "point", ordinaryRate: 7e-5, attackRate: 1.7e-3, trimmed }),
  ],
  [
    "fan-out by reference",
    (entries, trimmed) => fanOut(entries, { by: "reference", ordinaryRate: 4e-4, attackRate: 3e-3, trimmed }),
  ],
  ["scope", (entries) => scope(entries)],
  ["insider", (entries) => insider(entries)],
  [
    "guess with reach",
    (entries) =>
      guess(entries, { missShare: () => 0.05, classFloor: 0.12, reach: { ordinaryRate: 7e-5, attackRate: 1.7e-3 } }),
  ],
  [
    "chain",
    (entries) =>
      chain(
        countedEntries(entries, walkEntries(entries, 0), () => false),
        { width: 900, neighbourDensity: () => 1, contamination: 0.01, ofDifferentAccessors: false },
      ),
  ],
  ["block", (entries) => block(entries, { width: 1024, previous: 6, shape: () => 1 })],
]

const scoreOf = (chart: Chart, contacts: readonly Contact[]) => {
  const { entries, trimmed } = scoredEntries(uniteContacts(contacts))
  const { path, ...result } = chart(entries, trimmed)
  return { ...result, path: path() }
}

describe.each(charts)("%s", (_, chart) => {
  it("scores a set the same in any order and however often its contacts are delivered", () => {
    fc.assert(
      fc.property(
        fc
          .array(arbitraryContact(40), { maxLength: 60 })
          .chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray([...given, ...given, ...given]))),
        ([given, again]) => {
          expect(scoreOf(chart, [...again, ...given])).toEqual(scoreOf(chart, given))
        },
      ),
    )
  })

  it("never falls below zero", () => {
    fc.assert(
      fc.property(fc.array(arbitraryContact(40), { maxLength: 60 }), (given) => {
        expect(scoreOf(chart, given).score).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it("is not raised by one more proven hit of an identity without failed challenges", () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryContact(38), { maxLength: 38 }),
        fc.integer({ min: 1_800_400_001, max: 1_800_500_000 }),
        (given, at) => {
          const clean = given.filter((contact) => contact.outcome !== "challengeFailed")
          const proven: Contact = {
            tag: "PROVEN",
            at,
            retailer: 0,
            series: 0,
            ordinal: 70_010,
            outcome: "hit",
            proof: "strong",
            deliveryPoint: null,
            subject: null,
            history: "known",
          }
          const unproven: Contact = { ...proven, proof: "none" }
          const before = scoreOf(chart, clean).score
          expect(scoreOf(chart, [...clean, proven]).score).toBeLessThanOrEqual(before)
          expect(scoreOf(chart, [...clean, unproven, proven]).score).toBeLessThanOrEqual(
            Math.max(before, scoreOf(chart, [...clean, unproven]).score),
          )
        },
      ),
    )
  })
})

describe("the sum of a chart", () => {
  it("banks no credit below zero", () => {
    const plain = makeExcursion()
    plain.add(0, 3)
    const afterOrdinary = makeExcursion()
    for (let index = 0; index < 50; index += 1) afterOrdinary.add(index, -1)
    afterOrdinary.add(50, 3)
    expect(afterOrdinary.result().score).toBe(plain.result().score)
    expect(afterOrdinary.result().fromIndex).toBe(50)
  })

  it("keeps the first crossing of each threshold after the score has fallen", () => {
    const excursion = makeExcursion({ notice: 4, alert: 8 })
    for (const [index, llr] of [3, 2, -6, 5, 4, -20].entries()) excursion.add(index, llr)
    const { path, ...result } = excursion.result()
    expect(path()).toEqual([3, 5, 0, 5, 9, 0].map((score, index) => ({ index, score })))
    expect(result).toEqual({
      score: 0,
      fromIndex: null,
      peak: 9,
      peakFromIndex: 3,
      peakIndex: 4,
      notice: { fromIndex: 0, atIndex: 1 },
      alert: { fromIndex: 3, atIndex: 4 },
    })
  })
})

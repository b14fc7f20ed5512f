import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { type Contact, latestEntries, uniteContacts } from "../../shared/detection/access-profile.ts"
import { block } from "../../shared/detection/charts/block.ts"
import { canaryTouchLlr } from "../../shared/detection/charts/block-misses.ts"
import { cluster, clusterScore, largestClusterScore } from "../../shared/detection/charts/cluster.ts"
import { type ChartResult, makeExcursion } from "../../shared/detection/charts/excursion.ts"
import { fanOut } from "../../shared/detection/charts/fan-out.ts"
import { guess } from "../../shared/detection/charts/guess.ts"
import { insider } from "../../shared/detection/charts/insider.ts"
import { scope } from "../../shared/detection/charts/scope.ts"
import { shipmentGuess } from "../../shared/detection/charts/shipment-guess.ts"
import { walk } from "../../shared/detection/charts/walk.ts"
import { arbitraryContact, contacts } from "./builders.ts"

type Chart = (entries: readonly Contact[], trimmed: boolean) => ChartResult

const charts: readonly (readonly [string, Chart])[] = [
  ["walk", (entries) => walk(entries, { retailer: 0, liveWidth: 900, nearSequenceHead: () => false })],
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
  ["block", (entries) => block(entries, { width: 1024, previous: 6, shape: () => 1 })],
]

const scoreOf = (chart: Chart, contacts: readonly Contact[]): ChartResult => {
  const { entries, trimmed } = latestEntries(uniteContacts(contacts))
  return chart(entries, trimmed)
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
            ordinal: 70_010,
            outcome: "hit",
            proof: "strong",
            deliveryPoint: null,
            subject: null,
            newcomer: false,
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
    expect(afterOrdinary.score).toBe(plain.score)
    expect(afterOrdinary.result().fromIndex).toBe(50)
  })

  it("remembers the first crossing of each threshold, though it has fallen since", () => {
    const excursion = makeExcursion({ notice: 4, alert: 8 })
    for (const [index, llr] of [3, 2, -6, 5, 4, -20].entries()) excursion.add(index, llr)
    expect(excursion.result()).toEqual({
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

describe("a cluster of numbers", () => {
  const parameters = { retailer: 0, liveWidth: 3_000, nearSequenceHead: () => false }
  const numbers = (ordinals: readonly number[], given: Partial<Contact> = {}) =>
    contacts(ordinals.length, 60, (index) => ({ ordinal: ordinals[index] ?? null, ...given }))
  const close = [1_000, 1_001, 1_002, 1_003, 1_004, 1_005]
  const far = [40, 2_700, 560, 1_900, 2_300, 330]

  it("scores what a scan for it would find by chance, contaminated by twin orders", () => {
    expect(clusterScore(3, 10, 2, 3_000, 0)).toBeCloseTo(-2 * Math.log(2 / 3_000) - Math.log(3) - Math.log(120), 9)
    expect(clusterScore(3, 10, 2, 3_000, 0.02)).toBeLessThan(clusterScore(3, 10, 2, 3_000, 0))
    expect(largestClusterScore(6)).toBeGreaterThan(clusterScore(6, 6, 1, 1e9))
  })

  it("does not depend on what lies between its members in time", () => {
    const alone = cluster(numbers(close), parameters).score
    const among = cluster(numbers(close.flatMap((one, index) => [one, far[index] ?? 0])), parameters).peak
    expect(alone).toBeGreaterThan(14)
    expect(among).toBeGreaterThan(alone - 8)
    expect(cluster(numbers(far), parameters).peak).toBeLessThan(6)
  })

  it("is none of proven lookups, of one destination, of one number, or of late records", () => {
    expect(cluster(numbers(close, { proof: "strong" }), parameters).peak).toBe(0)
    expect(cluster(numbers(close, { deliveryPoint: 4 }), parameters).peak).toBe(0)
    expect(cluster(numbers(close.map(() => 1_000)), parameters).peak).toBe(0)
    const late = { ...parameters, nearSequenceHead: () => true }
    expect(cluster(numbers(close, { outcome: "miss" }), late).peak).toBe(0)
  })

  it("begins at its earliest member and crosses at the first that brings it over", () => {
    const entries = numbers([2_500, ...close])
    const result = cluster(entries, { ...parameters, thresholds: { notice: 4, alert: 10 } })
    expect(result.notice?.fromIndex).toBe(1)
    expect(result.alert?.atIndex).toBeGreaterThan(result.notice?.atIndex ?? 9)
    expect(result.fromIndex).toBe(1)
  })
})

describe("failed proofs of one shipment", () => {
  const failing = (subjects: readonly number[]) =>
    contacts(subjects.length, 60, (index) => ({ outcome: "challengeFailed", subject: subjects[index] ?? null }))

  it("count once per accessor", () => {
    const one = Math.log(0.5 / 0.06)
    expect(shipmentGuess(failing([1, 2, 3])).score).toBeCloseTo(3 * one, 9)
    expect(shipmentGuess(failing([1, 1, 1])).score).toBeCloseTo(one, 9)
    expect(shipmentGuess(contacts(3, 60)).score).toBe(0)
  })
})

describe("a block of numbers", () => {
  it("does not count further numbers to a destination already seen in it", () => {
    const parameters = { width: 1024, previous: 6, shape: () => 1 }
    const run = (deliveryPoint: number | null) =>
      block(
        contacts(8, 60, (index) => ({ ordinal: 100 + index, subject: index, deliveryPoint })),
        parameters,
      ).score
    expect(run(null)).toBeGreaterThan(10)
    expect(run(5)).toBe(0)
  })
})

describe("a canary touch", () => {
  it("counts for little where any slip reaches it, and for much behind a check digit", () => {
    expect(canaryTouchLlr(0.0001, false)).toBe(3.5)
    expect(canaryTouchLlr(0.25, false)).toBeCloseTo(Math.log(4), 9)
    expect(canaryTouchLlr(0.00012, true)).toBe(9)
  })
})

import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { block } from "../../../shared/detection/charts/block.ts"
import { canaryTouchLlr } from "../../../shared/detection/charts/block-misses.ts"
import { chain, chainLinkLlr, largestChainLinkLlr } from "../../../shared/detection/charts/chain.ts"
import { cluster, clusterScore, largestClusterScore } from "../../../shared/detection/charts/cluster.ts"
import { type ChartResult, makeExcursion } from "../../../shared/detection/charts/excursion.ts"
import { fanOut } from "../../../shared/detection/charts/fan-out.ts"
import { guess } from "../../../shared/detection/charts/guess.ts"
import { insider } from "../../../shared/detection/charts/insider.ts"
import { scope } from "../../../shared/detection/charts/scope.ts"
import { shipmentGuess } from "../../../shared/detection/charts/shipment-guess.ts"
import { initialVolume, volume } from "../../../shared/detection/charts/volume.ts"
import { addsToWalk, countedEntries, walk, walkEntries } from "../../../shared/detection/charts/walk.ts"
import { type Contact, latestEntries, uniteContacts } from "../../../shared/detection/profiles/access-profile.ts"
import { aContact, arbitraryContact, contacts, seededRandom } from "../builders.ts"

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
    const three = { members: 3, all: 10, width: 2, range: 3_000 }
    expect(clusterScore(three, 0)).toBeCloseTo(-2 * Math.log(2 / 3_000) - Math.log(3) - Math.log(120), 9)
    expect(clusterScore(three, 0.02)).toBeLessThan(clusterScore(three, 0))
    expect(largestClusterScore(6)).toBeGreaterThan(clusterScore({ members: 6, all: 6, width: 1, range: 1e9 }))
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

describe("a chain of numbers", () => {
  const parameters = { width: 256, neighbourDensity: () => 1, contamination: 0, ofDifferentAccessors: true }
  const chained = (ordinals: readonly number[], given: (index: number) => Partial<Contact> = () => ({})) =>
    contacts(ordinals.length, 60, (index) => ({
      ordinal: ordinals[index] ?? null,
      subject: index,
      ...given(index),
    })).map((contact, index) => ({ contact, index }))
  const steps = [100, 101, 102, 104, 105, 106]
  const link = { width: 256, neighbourDensity: 1, contamination: 0 }

  it("adds for each link what a step of a walk says against a number that lies there by chance", () => {
    const first = chainLinkLlr(1, 1, link)
    expect(first).toBeCloseTo(Math.log((0.8 * 256) / 2), 9)
    expect(chain(chained(steps), parameters).score).toBeCloseTo(4 * first + chainLinkLlr(2, 1, link), 9)
    expect(chainLinkLlr(1, 4, link)).toBeCloseTo(Math.log((0.8 * 256) / 20), 9)
    expect(chainLinkLlr(1, 1, { ...link, neighbourDensity: 8 })).toBeCloseTo(first - Math.log(8), 9)
    expect(chainLinkLlr(1, 1, { ...link, contamination: 0.01 })).toBeLessThan(-Math.log(0.01))
    expect(largestChainLinkLlr(256, 0)).toBe(first)
  })

  it("is expected to change nothing: over all that could follow an entry, the ratios add up to one", () => {
    let expected = 0
    for (const step of [1, 2, 3]) {
      for (let rank = 1; rank <= 100_000; rank += 1) expected += Math.exp(chainLinkLlr(step, rank, link)) / 256
    }
    expect(expected).toBeGreaterThan(0.98)
    expect(expected).toBeLessThanOrEqual(1)
  })

  it("survives what others look up between its steps, and runs downwards as well", () => {
    const among = chained(steps.flatMap((step, index) => [step, 200 - 7 * index]))
    expect(chain(among, parameters).peak).toBeGreaterThan(14)
    expect(chain(chained([...steps].reverse()), parameters).peak).toBeCloseTo(chain(chained(steps), parameters).peak, 9)
    const random = seededRandom(8)
    expect(chain(chained(Array.from({ length: 40 }, () => Math.floor(random() * 256))), parameters).peak).toBeLessThan(
      10,
    )
  })

  it("of a block needs another accessor at each step", () => {
    const two = chained(steps, (index) => ({ subject: index % 2 }))
    expect(chain(two, parameters).peak).toBeLessThan(2 * chainLinkLlr(1, 1, link))
    expect(chain(two, { ...parameters, ofDifferentAccessors: false }).peak).toBeGreaterThan(18)
  })

  it("names the members of the chain that crossed, and none of what lies between", () => {
    const among = chained(steps.flatMap((step, index) => [step, 200 - 7 * index]))
    const result = chain(among, { ...parameters, thresholds: { notice: 6, alert: 11 } })
    expect(result.members).toEqual([0, 2, 4, 6, 8, 10])
    expect(result.notice).toEqual({ fromIndex: 0, atIndex: 4 })
    expect(result.alert).toEqual({ fromIndex: 0, atIndex: 8 })
    expect(chain(among, parameters).members).toEqual([])
  })
})

describe("an entry that may add to a walk", () => {
  it("is a step beyond another number, in a range so small that the gap alone says nothing", () => {
    const entries = contacts(5, 60, (index) => ({ ordinal: [100, 107, 114, 120, 121][index] ?? null }))
    const step = entries[4]
    expect(step !== undefined && addsToWalk(entries, step, 30)).toBe(true)
    const apart = contacts(3, 60, (index) => ({ ordinal: 100 + index * 14 }))
    expect(addsToWalk(apart, apart[2] ?? aContact(), 30)).toBe(false)
  })
})

describe("guesses that reach parcels", () => {
  const parameters = { missShare: () => 0.05, classFloor: 0.12 }
  const reach = { ordinaryRate: 0.25 / 3600, attackRate: 6 / 3600 }
  const mixed = (deliveryPoint: (index: number) => number | null) =>
    contacts(9, 1, (index) =>
      index % 4 === 3 ? { outcome: "hit", deliveryPoint: deliveryPoint(index) } : { outcome: "miss" },
    )

  it("count for a guess where each goes to a destination new to the accessor, and against it otherwise", () => {
    const strangers = mixed((index) => 100 + index)
    expect(guess(strangers, { ...parameters, reach }).score).toBeGreaterThan(16)
    expect(guess(strangers, parameters).score).toBeLessThan(11)
    expect(
      guess(
        mixed(() => null),
        { ...parameters, reach },
      ).score,
    ).toBe(guess(strangers, parameters).score)
    const proven = strangers.map((entry): Contact => (entry.outcome === "hit" ? { ...entry, proof: "strong" } : entry))
    expect(guess(proven, { ...parameters, reach }).score).toBe(guess(strangers, parameters).score)
  })

  it("fade with the time between them", () => {
    const slow = [aContact({ at: 0, deliveryPoint: 1 }), aContact({ at: 5 * 86_400, deliveryPoint: 2 })]
    expect(guess(slow, { ...parameters, reach }).score).toBeCloseTo(Math.log(24) + Math.log(0.4 / 0.88), 9)
  })
})

describe("the volume of a retailer", () => {
  const ordinary = { contacts: 100, strangers: 10 }
  const settledAfter = (days: number) => {
    let state = volume(initialVolume, ordinary)
    for (let bucket = 1; bucket < days * 144; bucket += 1) state = volume(state, ordinary)
    return state
  }

  it("learns the ordinary share of strangers and stays silent on it", () => {
    expect(settledAfter(3).base).toBeCloseTo(0.1, 3)
    expect(settledAfter(3)).toMatchObject({ score: 0, alarms: 0 })
  })

  it("alarms, and begins anew, when strangers come that are half as many as all the others", () => {
    let state = settledAfter(3)
    let buckets = 0
    while (state.alarms === 0 && buckets < 20) {
      state = volume(state, { contacts: 150, strangers: 58 })
      buckets += 1
    }
    expect(state).toMatchObject({ alarms: 1, score: 0 })
    expect(buckets).toBeLessThanOrEqual(3)
  })

  it.each([0, 0.01, 0.85, 0.94, 0.97, 0.99, 1])(
    "stays silent where a share of %d are strangers on ordinary days",
    (share) => {
      let state = volume(initialVolume, { contacts: 100, strangers: 100 * share })
      for (let bucket = 1; bucket < 28 * 144; bucket += 1) {
        state = volume(state, { contacts: 100, strangers: 100 * share })
        expect(Number.isFinite(state.score)).toBe(true)
      }
      expect(state.alarms).toBe(0)
    },
  )

  it("shows strangers where none ever came", () => {
    let state = volume(initialVolume, { contacts: 1, strangers: 0 })
    for (let one = 0; one < 400; one += 1) state = volume(state, { contacts: 1, strangers: 0 })
    for (let one = 0; one < 20; one += 1) state = volume(state, { contacts: 2, strangers: 1 })
    expect(state.alarms).toBeGreaterThan(0)
  })

  it("shows strangers where nine in ten are strangers on ordinary days", () => {
    let state = volume(initialVolume, { contacts: 1_000, strangers: 900 })
    for (let bucket = 0; bucket < 20; bucket += 1) state = volume(state, { contacts: 200, strangers: 190 })
    expect(state.alarms).toBeGreaterThan(0)
  })

  it("is the same for the sums of a few contacts as for each of them while it neither alarms nor returns to zero", () => {
    const state = { ...settledAfter(3), score: 5 }
    const one = volume(volume(state, { contacts: 1, strangers: 1 }), { contacts: 1, strangers: 1 })
    expect(volume(state, { contacts: 2, strangers: 2 }).score).toBeCloseTo(one.score, 1)
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

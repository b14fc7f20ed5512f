import { describe, expect, it } from "@jest/globals"
import {
  chain,
  chainLinkLlr,
  largestChainLinkLlr,
  mostChainLinks,
} from "../../../../shared/watch/detection/charts/chain.ts"
import { cluster, clusterScore, largestClusterScore } from "../../../../shared/watch/detection/charts/cluster.ts"
import { addsToWalk } from "../../../../shared/watch/detection/charts/walk.ts"
import type { Contact } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { aContact, contacts, seededRandom } from "../builders.ts"

describe("a cluster of numbers", () => {
  const parameters = { series: 0, liveWidth: 3_000, forgives: () => false }
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

  it("does not consist of proven lookups, of one destination, of one number, or of late records", () => {
    expect(cluster(numbers(close, { proof: "strong" }), parameters).peak).toBe(0)
    expect(cluster(numbers(close, { deliveryPoint: 4 }), parameters).peak).toBe(0)
    expect(cluster(numbers(close.map(() => 1_000)), parameters).peak).toBe(0)
    const late = { ...parameters, forgives: () => true }
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

  it("never scores more than its numbers allow, which is why others are skipped", () => {
    const random = seededRandom(5)
    const most = largestChainLinkLlr(256, 0)
    for (let round = 0; round < 300; round += 1) {
      const stride = 1 + (round % 6)
      const remainder = round % stride
      const ordinals = Array.from({ length: 30 }, () => stride * Math.floor(random() * 40) + remainder)
      const links = mostChainLinks(
        ordinals.toSorted((a, b) => a - b),
        { stride, remainder },
      )
      const { peak } = chain(chained(ordinals), { ...parameters, stride })
      expect(peak).toBeLessThanOrEqual(links * most + 1e-9)
    }
    const numbers = [100, 101, 102, 104, 107, 111, 112]
    expect(mostChainLinks(numbers, { stride: 1, remainder: 0 })).toBe(4)
    expect(mostChainLinks(numbers, { stride: 1, remainder: 0, holding: 112 })).toBe(1)
    expect(mostChainLinks(numbers, { stride: 2, remainder: 0 })).toBe(2)
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

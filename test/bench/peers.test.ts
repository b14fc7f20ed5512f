import { describe, expect, it } from "@jest/globals"
import { makePeers, type PeerAccess } from "./peers.ts"
import { median, poissonInterval } from "./statistics.ts"

/** How many requests, `every` seconds apart, a peer lets pass before it alarms; null if it never does. */
const passed = (name: string, every: number, given: Partial<PeerAccess> = {}, length = 400): number | null => {
  const peer = makePeers().find((one) => one.name === name)
  if (peer === undefined) throw new Error("there is no such peer")
  for (let index = 0; index < length; index += 1) {
    const access = { at: index * every, network: 1, reference: index, hit: true, failed: false, ...given }
    if (peer.observe(access)) return index
  }
  return null
}

describe("the peers, by their published rules", () => {
  it.each([
    ["waf-100-per-5-min", 1, 100],
    ["waf-10-per-1-min", 1, 10],
    ["atp-20-per-10-min", 1, 20],
  ])("%s alarms at the first request beyond its rate, and never below it", (name, every, limit) => {
    expect(passed(name, every)).toBe(limit)
    expect(passed(name, 61)).toBeNull()
  })

  it("leaky buckets count distinct references and leak", () => {
    expect(passed("crowdsec-5-leak-10-s", 0.01)).toBe(5)
    expect(passed("crowdsec-5-leak-10-s", 11)).toBeNull()
    expect(passed("crowdsec-5-leak-10-s", 0.01, { reference: 7 })).toBeNull()
    expect(passed("crowdsec-10-misses-leak-10-s", 0.01)).toBeNull()
    expect(passed("crowdsec-10-misses-leak-10-s", 0.01, { hit: false })).toBe(10)
  })

  it("counters of failures ignore hits", () => {
    expect(passed("fail2ban-5-per-10-min", 1)).toBeNull()
    expect(passed("fail2ban-5-per-10-min", 1, { hit: false })).toBe(4)
    expect(passed("sigma-10-errors-per-10-min", 1, { hit: false })).toBe(10)
  })

  it("the threshold random walk settles on an address for good", () => {
    expect(passed("trw", 1, { hit: false })).toBe(3)
    const trw = makePeers().find(({ name }) => name === "trw")
    for (let index = 0; index < 5; index += 1) {
      trw?.observe({ at: index, network: 1, reference: index, hit: true, failed: false })
    }
    const after = Array.from({ length: 50 }, (_, index) =>
      trw?.observe({ at: 100 + index, network: 1, reference: 100 + index, hit: false, failed: false }),
    )
    expect(after).not.toContain(true)
  })
})

describe("the statistics of the report", () => {
  it("give exact intervals of rare counts", () => {
    expect(poissonInterval(0)).toEqual({ low: 0, high: expect.closeTo(3.689, 3) })
    expect(poissonInterval(5)).toEqual({ low: expect.closeTo(1.623, 3), high: expect.closeTo(11.668, 3) })
  })

  it("give the upper of two middle values", () => {
    expect(median([4, 1, 3, 2])).toBe(3)
    expect(median([])).toBe(0)
  })
})

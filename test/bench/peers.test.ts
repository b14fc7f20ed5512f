import { describe, expect, it } from "@jest/globals"
import { makePeers, type PeerAccess } from "./peers.ts"
import { median, poissonInterval } from "./statistics.ts"

/** How many lookups, `every` seconds apart, a peer lets pass before it raises an alarm. Null if it raises none. */
const passed = (name: string, every: number, given: Partial<PeerAccess> = {}, length = 400): number | null => {
  const peer = makePeers().find((one) => one.name === name)
  if (peer === undefined) throw new Error(`No peer is named ${name}`)
  for (let index = 0; index < length; index += 1) {
    const access = { at: index * every, network: 1, reference: index, isHit: true, ...given }
    if (peer.observe(access)) return index
  }
  return null
}

describe("the other detectors", () => {
  it.each([
    ["waf-100-per-5-min", 1, 100],
    ["waf-10-per-1-min", 1, 10],
  ])("%s raises an alarm at the first lookup above its rate, and none below it", (name, every, limit) => {
    expect(passed(name, every)).toBe(limit)
    expect(passed(name, 61)).toBeNull()
  })

  it("leaky buckets count distinct references, and empty with time", () => {
    expect(passed("crowdsec-5-leak-10-s", 0.01)).toBe(5)
    expect(passed("crowdsec-5-leak-10-s", 11)).toBeNull()
    expect(passed("crowdsec-5-leak-10-s", 0.01, { reference: 7 })).toBeNull()
  })

  it("rules that count misses ignore hits", () => {
    expect(passed("fail2ban-5-per-10-min", 1)).toBeNull()
    expect(passed("fail2ban-5-per-10-min", 1, { isHit: false })).toBe(4)
  })

  it("the threshold random walk never suspects an address again that it judged benign", () => {
    expect(passed("trw", 1, { isHit: false })).toBe(3)
    const trw = makePeers().find(({ name }) => name === "trw")
    for (let index = 0; index < 5; index += 1) {
      trw?.observe({ at: index, network: 1, reference: index, isHit: true })
    }
    const after = Array.from({ length: 50 }, (_, index) =>
      trw?.observe({ at: 100 + index, network: 1, reference: 100 + index, isHit: false }),
    )
    expect(after).not.toContain(true)
  })
})

describe("the statistics of the report", () => {
  it("give the exact Poisson interval of a count, small or large", () => {
    expect(poissonInterval(0)).toEqual({ low: 0, high: expect.closeTo(3.689, 3) })
    expect(poissonInterval(5)).toEqual({ low: expect.closeTo(1.623, 3), high: expect.closeTo(11.668, 3) })
    expect(poissonInterval(10_000)).toEqual({ low: expect.closeTo(9_804.97, 1), high: expect.closeTo(10_197.94, 1) })
  })

  it("take the upper of two middle values as the median", () => {
    expect(median([4, 1, 3, 2])).toBe(3)
    expect(median([])).toBe(0)
  })
})

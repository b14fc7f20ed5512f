import { describe, expect, it } from "@jest/globals"
import { oracleDelays } from "./oracle.ts"

const every = (seconds: number, length = 500) =>
  Array.from({ length }, (_, index) => ({ at: index * seconds, isHit: true }))
const visitor = { liveNumbers: 30_000, strangersPerSecond: 1e-6, threshold: 14 }
const everybody = { liveNumbers: 30_000, strangersPerSecond: 0.1, threshold: 18 }

describe("one who knows the attacker's plan", () => {
  it("needs two steps of a visitor along numbers, and one if it knows the pace", () => {
    // ln 30,000 = 10.3
    expect(oracleDelays(every(1), 1, visitor)).toEqual({ order: 3, orderAndPace: 2 })
  })

  it("needs as many more steps among everybody as strangers come between two", () => {
    // ln (30,000 / 6) = 8.5 and ln (30,000 / 360) = 4.4
    expect([60, 3_600].map((seconds) => oracleDelays(every(seconds), 1, everybody).order)).toEqual([4, 6])
  })

  it("needs more where the plan has a choice, and never notices numbers in no order by their order", () => {
    const delays = [1, 64, 2_000, undefined].map((choices) => oracleDelays(every(60), choices, everybody).order)
    expect(delays).toEqual([4, 6, 21, null])
  })

  it("notices lookups in no order from many addresses by their share alone", () => {
    const jittered = (seconds: number) =>
      every(seconds).map(({ at }, index) => ({ at: at + (index % 2) * 0.9 * seconds, isHit: true }))
    const at = (seconds: number) => oracleDelays(jittered(seconds), undefined, everybody).orderAndPace ?? Infinity
    // Half of the strangers, a tenth, a hundredth.
    expect(at(10)).toBeGreaterThan(30)
    // 18 / (2 ln 2 - 1)
    expect(at(10)).toBeLessThan(50)
    expect(at(90)).toBeGreaterThan(3 * at(10))
    expect(at(990)).toBe(Infinity)
  })

  it("counts records that exist, and not the lookups between them", () => {
    const withMisses = every(1).map(({ at }) => ({ at, isHit: at % 2 === 0 }))
    expect(oracleDelays(withMisses, 1, visitor).order).toBe(2)
  })

  it("says nothing of an attack of one record", () => {
    expect(oracleDelays(every(1, 1), 1, visitor)).toEqual({ order: null, orderAndPace: null })
  })
})

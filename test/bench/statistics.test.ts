import { describe, expect, it } from "@jest/globals"
import { clusteredInterval, poissonInterval, welchT } from "./statistics.ts"

describe("the interval of a total that comes in clusters", () => {
  it("is the exact interval where each cluster has one member, and never narrower where clusters are few", () => {
    const hundred = poissonInterval(100)
    const { low, high } = clusteredInterval(Array.from({ length: 100 }, () => 1))
    expect(low / hundred.low).toBeCloseTo(1, 1)
    expect(high / hundred.high).toBeCloseTo(1, 1)
    const oneOf47 = clusteredInterval([47])
    expect(oneOf47.low).toBe(0)
    expect(oneOf47.high).toBeCloseTo(47 * poissonInterval(1).high, 6)
    expect(clusteredInterval([]).high).toBeCloseTo(poissonInterval(0).high, 6)
  })

  it("is as wide as the sum of the squared sizes says where many clusters differ, and the same each time", () => {
    // 180 clusters of 1 and 20 of 50: mean 1180, standard deviation of a compound Poisson sqrt(180 + 20 * 2500) = 224.
    const sizes = Array.from({ length: 200 }, (_, index) => (index < 180 ? 1 : 50))
    const { low, high } = clusteredInterval(sizes)
    expect((high - low) / (2 * 1.96 * Math.sqrt(180 + 20 * 2500))).toBeCloseTo(1, 1)
    expect((high + low) / 2 / 1180).toBeCloseTo(1, 1)
    const exact = poissonInterval(1180)
    expect((high - low) / (exact.high - exact.low)).toBeGreaterThan(6)
    expect(clusteredInterval(sizes)).toEqual({ low, high })
  })
})

describe("Welch's t", () => {
  it("is what the formula gives for two samples of different size and spread", () => {
    // Means 3 and 6, variances 2.5 and 40/3: (3 - 6) / sqrt(2.5 / 5 + 40 / 3 / 4).
    expect(welchT([1, 2, 3, 4, 5], [2, 4, 8, 10])).toBeCloseTo(-3 / Math.sqrt(0.5 + 40 / 12), 10)
  })

  it("is 0 for equal samples, and grows with their number", () => {
    const repeated = (numbers: readonly number[], times: number) => Array.from({ length: times }, () => numbers).flat()
    expect(welchT([1, 2, 3], [3, 1, 2])).toBe(0)
    const few = welchT([1, 2, 3], [2, 3, 4])
    expect(Math.abs(welchT(repeated([1, 2, 3], 100), repeated([2, 3, 4], 100)))).toBeGreaterThan(5 * Math.abs(few))
  })
})

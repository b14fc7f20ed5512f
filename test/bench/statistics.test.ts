import { describe, expect, it } from "@jest/globals"
import { welchT } from "./statistics.ts"

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

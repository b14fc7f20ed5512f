import { describe, expect, it } from "@jest/globals"
import { block } from "../../../../shared/watch/detection/charts/block.ts"
import { canaryTouchLlr } from "../../../../shared/watch/detection/charts/block-misses.ts"
import { contacts } from "../builders.ts"

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

import { describe, expect, it } from "@jest/globals"
import { headsKey, headsRowsAtMost } from "../../../shared/desk/cases/timeline-heads.ts"

describe("the heads of timelines", () => {
  it("share 16 rows, however many parties a case has, and evenly", () => {
    const rows = Array.from({ length: 3_200 }, (_, index) => headsKey("case", `retailer-${index}`).sk)
    const sizes = [...Map.groupBy(rows, (sk) => sk).values()].map((some) => some.length)
    expect(sizes).toHaveLength(headsRowsAtMost)
    expect(Math.max(...sizes)).toBeLessThan(260)
  })
})

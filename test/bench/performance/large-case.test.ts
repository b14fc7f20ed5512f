import { describe, expect, it } from "@jest/globals"
import { measureLargeCase } from "./large-case.ts"

describe("a case of many exposures", () => {
  it("takes as many calls for each of them as a small one, and has no large item", async () => {
    const small = await measureLargeCase(1_000)
    const large = await measureLargeCase(3_000)
    expect(small).toMatchObject({ commitsPerThousand: 32, readsPerThousand: 37, pages: 2 })
    expect(large.commitsPerThousand).toBeLessThanOrEqual(small.commitsPerThousand)
    expect(large.readsPerThousand).toBeLessThanOrEqual(small.readsPerThousand)
    expect(large.largestItemBytes).toBe(small.largestItemBytes)
    expect(large.largestItemBytes).toBeLessThan(50 * 1024)
  }, 60_000)
})

import { describe, expect, it } from "@jest/globals"
import { type LargeCase, measureLargeCase } from "./large-case.ts"

function stepOf({ steps }: LargeCase, name: string) {
  const step = steps.find((one) => one.name === name)
  if (step === undefined) throw new Error(`No step ${name}`)
  return step
}

/** Calls of some steps for each thousand exposures. */
function perThousand(measured: LargeCase, ...names: string[]): number {
  const calls = names.flatMap((name) => measured.steps.filter((step) => step.name === name)).map((step) => step.calls)
  return (calls.reduce((sum, one) => sum + one, 0) / measured.exposures) * 1_000
}

describe("a case of many exposures, from opening to closing", () => {
  it("takes as many calls for each of them as a small one, and has no large item and no long request", async () => {
    const small = await measureLargeCase(2_000)
    const large = await measureLargeCase(8_000)
    for (const steps of [["open", "count on"], ["read a page of 500"], ["read 2,000 as CSV"], ["record 500 notices"]])
      expect(perThousand(large, ...steps)).toBeLessThanOrEqual(perThousand(small, ...steps) * 1.02)
    // The announcement of the walker's restriction is among the calls: it reads the ledger for tokens. Each change of
    // the case also looks whether another side waits for its turn.
    expect(perThousand(large, "open", "count on")).toBeLessThan(126)
    expect(stepOf(large, "read a page of 500")).toMatchObject({ invocations: 16 })
    for (const request of ["read a page of 500", "record 500 notices", "close"])
      expect(stepOf(large, request).longestCalls).toBeLessThanOrEqual(80)
    expect(large.largestItemBytes).toBeLessThan(small.largestItemBytes * 1.02)
    expect(large.largestItemBytes).toBeLessThan(50 * 1_024)
  }, 120_000)

  it("is counted on by the watch when a report opens it, and an invocation ends in time", async () => {
    const small = await measureLargeCase(2_000, "report")
    const large = await measureLargeCase(12_000, "report")
    expect(perThousand(large, "open", "count on")).toBeLessThanOrEqual(perThousand(small, "open", "count on") * 1.1)
    // At 10 ms a call: five seconds of counting and the last page of it; the watch counts for 40 seconds of its minute.
    expect(stepOf(large, "open").longestCalls).toBeLessThan(800)
    expect(stepOf(large, "count on").longestCalls).toBeLessThan(4_500)
  }, 120_000)
})

import { describe, expect, it } from "@jest/globals"
import { HttpProblem } from "../../shared/base/platform/http-problem.ts"
import { limitParties } from "../../shared/parties/limit-parties.ts"
import { testParties } from "./test-parties.ts"

function limited({ requestsPerSecond = 2, burst = 3 } = {}) {
  let now = new Date("2026-11-26T10:00:00Z")
  const [first, second] = testParties
  if (first === undefined || second === undefined) throw new Error("there are two parties")
  const byName: Readonly<Record<string, typeof first>> = { first, second }
  const call = limitParties(
    async (name: string) => ({ party: byName[name] ?? first }),
    { requestsPerSecond, burst },
    () => now,
  )
  /** Whether a call is accepted, or the seconds after which it would be. */
  const attempt = async (name: string): Promise<"accepted" | string | undefined> => {
    try {
      await call(name)
      return "accepted"
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      expect(error.status).toBe(429)
      return error.headers["retry-after"]
    }
  }
  return {
    attempt,
    wait: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds)
    },
  }
}

describe("the limit of a party", () => {
  it("accepts a burst, then refuses with the seconds to wait, then accepts at the rate", async () => {
    const { attempt, wait } = limited()
    for (let call = 0; call < 3; call += 1) expect(await attempt("first")).toBe("accepted")
    expect(await attempt("first")).toBe("1")
    wait(499)
    expect(await attempt("first")).toBe("1")
    wait(1)
    expect(await attempt("first")).toBe("accepted")
    expect(await attempt("first")).toBe("1")
    wait(60_000)
    for (let call = 0; call < 3; call += 1) expect(await attempt("first")).toBe("accepted")
    expect(await attempt("first")).toBe("1")
  })

  it("names the seconds until the next call, at a rate below one a second too", async () => {
    const { attempt, wait } = limited({ requestsPerSecond: 0.25, burst: 1 })
    expect(await attempt("first")).toBe("accepted")
    expect(await attempt("first")).toBe("4")
    wait(1_500)
    expect(await attempt("first")).toBe("3")
    wait(2_500)
    expect(await attempt("first")).toBe("accepted")
  })

  it("of one party takes nothing from another", async () => {
    const { attempt } = limited()
    for (let call = 0; call < 5; call += 1) await attempt("first")
    expect(await attempt("second")).toBe("accepted")
  })

  it("is not filled by a clock that goes back", async () => {
    const { attempt, wait } = limited()
    for (let call = 0; call < 3; call += 1) await attempt("first")
    wait(-60_000)
    expect(await attempt("first")).toBe("1")
  })
})

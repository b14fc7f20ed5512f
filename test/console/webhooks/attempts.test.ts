import { describe, expect, it } from "@jest/globals"
import { isRefused, type RecoveryState, recoverAll, recoveryBegins } from "../../../console/webhooks/attempts.ts"

describe("an attempt at a webhook", () => {
  it.each([
    [204, false],
    [200, false],
    [302, true],
    [410, true],
    ["unreachable", true],
    ["notPublic", true],
  ] as const)("with the answer %s was refused: %s", (status, is) => {
    expect(isRefused({ status })).toBe(is)
  })
})

describe("a recovery", () => {
  const answers = [{ events: 500, next: "a" }, { events: 500, next: "b" }, { events: 3 }]

  it("goes on until nothing is left, and adds up the events", async () => {
    const places: (string | undefined)[] = []
    const call = async (after: string | undefined) => answers[places.push(after) - 1] ?? { events: 0 }
    expect(await recoverAll(call, recoveryBegins, () => {})).toMatchObject({ events: 1_003, isDone: true })
    expect(places).toEqual([undefined, "a", "b"])
  })

  it("goes on where a lost connection stopped it, and counts nothing twice", async () => {
    let state: RecoveryState = recoveryBegins
    const note = (noted: RecoveryState) => {
      state = noted
    }
    const calls: (string | undefined)[] = []
    const call = async (after: string | undefined) => {
      calls.push(after)
      if (calls.length === 2) throw new Error("connection lost")
      return after === undefined ? { events: 500, next: "a" } : { events: 3 }
    }
    await expect(recoverAll(call, state, note)).rejects.toThrow("connection lost")
    expect(await recoverAll(call, state, note)).toMatchObject({ events: 503, isDone: true })
    expect(calls).toEqual([undefined, "a", "a"])
  })
})

import { describe, expect, it } from "@jest/globals"
import { closeOwnCases, closingPatienceMilliseconds } from "../../../../infra/cli/doctor/close-own-cases.ts"
import { retailer } from "../../../../shared/parties/party.ts"
import { exampleParties } from "../../example-stage.ts"

const [party] = exampleParties.flatMap((one) => (one.kind === "retailer" ? [retailer.parse(one)] : []))
if (party === undefined) throw new Error("no retailer")
const cases = ["case-a", "case-b"].map((caseAlias) => ({ party, caseAlias }))
const roundMilliseconds = 3_000

/** A stage whose case closes after so many statements, and grows to more than the run after so many looks. */
function stageOf({ closesAfter = Infinity, refusesAfter = Infinity, growsAfter = Infinity, refusal = 403 }) {
  let [stated, looks, passed] = [0, 0, 0]
  return {
    stated: () => stated,
    passed: () => passed,
    see: async () => {
      looks += 1
      return {
        state: stated >= closesAfter ? "falseAlarm" : "open",
        openedAt: "2026-11-01T10:00:00.000Z",
        exposedIds: [],
        hasMore: looks > growsAfter,
      }
    },
    isSafe: ({ hasMore }: { readonly hasMore: boolean }) => !hasMore,
    stateFalseAlarm: async () => {
      stated += 1
      return stated > refusesAfter ? { ok: false, status: refusal } : { ok: true, status: 200 }
    },
    pause: async () => {
      passed += roundMilliseconds
    },
    now: () => passed,
  }
}

describe("closing the case of a run", () => {
  it("states a false alarm for each party, once where that closes the case", async () => {
    const stage = stageOf({ closesAfter: 2 })
    expect(await closeOwnCases(cases, stage)).toBeUndefined()
    expect([stage.stated(), stage.passed()]).toEqual([2, 0])
  })

  it("states it again for as long as the hub needs to count the last lookups", async () => {
    const stage = stageOf({ closesAfter: 60 })
    expect(await closeOwnCases(cases, stage)).toBeUndefined()
    expect(stage.passed()).toBe(29 * roundMilliseconds)
  })

  it("gives up after its patience, and says what to do", async () => {
    const stage = stageOf({})
    expect(await closeOwnCases(cases, stage)).toContain("Close it by hand")
    expect(stage.passed()).toBe(closingPatienceMilliseconds)
  })

  it("takes a refusal for success if the statement before has closed the case", async () => {
    expect(await closeOwnCases(cases, stageOf({ closesAfter: 2, refusesAfter: 1 }))).toBeUndefined()
    expect(await closeOwnCases(cases, stageOf({ refusesAfter: 1 }))).toBe(
      `case-b of ${party.id} could not be closed (403). Close it by hand`,
    )
  })

  it("states it again where the case has grown since it was assessed, as long as its patience lasts", async () => {
    const stage = stageOf({ refusesAfter: 0, refusal: 409, closesAfter: 30 })
    expect(await closeOwnCases(cases, stage)).toBeUndefined()
    expect(stage.passed()).toBe(29 * roundMilliseconds)
    const never = stageOf({ refusesAfter: 1, refusal: 409 })
    expect(await closeOwnCases(cases, never)).toContain("could not be closed (409)")
    expect(never.passed()).toBe(closingPatienceMilliseconds)
  })

  it("leaves a case open that grows beyond the run between two rounds", async () => {
    const stage = stageOf({ growsAfter: 4 })
    expect(await closeOwnCases(cases, stage)).toContain("holds more than this run")
    expect(stage.stated()).toBe(2)
  })
})

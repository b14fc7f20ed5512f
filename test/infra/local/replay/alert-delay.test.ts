import { describe, expect, it } from "@jest/globals"
import { caseResult } from "../../../../infra/local/replay/case-result.ts"
import { reportInOrder } from "../../../../infra/local/replay/report-in-order.ts"
import { aCase, aParty } from "../../../desk/cases/breach-cases.contract.ts"
import { alert, anAnomaly } from "./alerted-case.ts"

const inWindow = (window: number) => new Date(Date.parse("2026-11-01T10:00:30.000Z") + window * 60_000).toISOString()
const windowOf = (at: string) => Math.floor((Date.parse(at) - Date.parse("2026-11-01T10:00:00.000Z")) / 60_000)

/** Reports in thirteen windows, one of which makes the hub open a case. */
async function reportThirteen(crossing: number) {
  const calls: number[][] = []
  const putAt = await reportInOrder(
    Array.from({ length: 13 }, (_, window) => [window] as const),
    {
      put: async (some) => void calls.push(some.map(([window]) => window)),
      opensCase: async () => calls.length > crossing,
    },
  )
  return { calls, putAt }
}

describe("the delay of an alert in the observed leg", () => {
  it("is known of reports that waited for the one before, and of none that came in a rush", async () => {
    const { calls, putAt } = await reportThirteen(1)
    expect(calls).toEqual([[0], [1], [2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [12]])
    expect([...putAt.keys()]).toEqual([0, 1])
  })

  it("is known of every report if no case is opened", async () => {
    expect([...(await reportThirteen(13)).putAt.keys()]).toHaveLength(13)
  })

  it("leaves out a later case, whose report waited in the queue of a rush", async () => {
    const { putAt } = await reportThirteen(1)
    const reachedAt = putAt.get(1) ?? Number.NaN
    const cases = ["walk-case", "late-case"]
    const file = {
      cases: cases.map((caseId) => aCase(caseId)),
      parties: cases.map((caseId) => aParty(caseId, "leafline", { alias: `alias-of-${caseId}` })),
      anomalies: [anAnomaly("walk-case", inWindow(1)), anAnomaly("late-case", inWindow(9))],
      exposures: [],
    }
    const received = [alert("alias-of-walk-case", reachedAt + 500), alert("alias-of-late-case", reachedAt + 37_000)]
    const inbox = { of: (partyId: string) => (partyId === "leafline" ? received : []) }
    const context = { retailer: { id: "leafline" }, carrier: { id: "northpost" }, inbox }
    const { secondsFromCrossingToAlert } = caseResult(context, file, (at) => putAt.get(windowOf(at)))
    expect(secondsFromCrossingToAlert).toBe(0.5)
  })
})

import { describe, expect, it } from "@jest/globals"
import { restrictingCases } from "../../../shared/desk/cases/restricting-cases.ts"
import { breachWorld, seen, soleCase, walkAnomaly } from "../breach-world.ts"

describe("the cases of restrictions", () => {
  it("are read once each, however many restrictions they have", async () => {
    const calls: string[] = []
    const world = breachWorld({ interrupt: async (point) => void calls.push(point) })
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const [row] = world.restrictions.rows()
    if (row === undefined) throw new Error("nobody is restricted")
    const restrictions = ["one", "two", "three"].map((restrictionId) => ({ ...row, restrictionId }))
    calls.length = 0
    const found = await restrictingCases(world.desk, restrictions)
    expect([...found].map(([id, { caseId }]) => [id, caseId])).toEqual(
      restrictions.map(({ restrictionId }) => [restrictionId, soleCase(world).caseId]),
    )
    expect(calls.filter((call) => call === "breachCases.getItem:before")).toHaveLength(1)
  })
})

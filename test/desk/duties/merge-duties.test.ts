import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { dutyStateSchema } from "../../../shared/base/contracts/words.ts"
import { type Assessment, assessmentKey } from "../../../shared/desk/assessment.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { mergeAssessments, mergeDuties, mergeFalseAlarms } from "../../../shared/desk/duties/merge-duties.ts"
import { duty } from "../../builders/duty.ts"

const at = "2026-11-10T12:00:00Z"
const duties: fc.Arbitrary<Duty> = fc
  .record({
    state: fc.constantFrom(...dutyStateSchema.options),
    requests: fc.array(
      fc.record({
        by: fc.constantFrom("leafline", "maplebooks"),
        at: fc.constantFrom("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"),
      }),
      { maxLength: 4 },
    ),
  })
  .map((change) => duty(change))

const assessment = (met: "yes" | "no"): Assessment => ({
  law: "ca-pipeda",
  test: "realRiskOfSignificantHarm",
  met,
  reasons: [met === "yes" ? "realRisk" : "noRealRisk"],
  assessedBy: "privacy officer",
  assessedAt: at,
})

describe("a duty of two cases that are one", () => {
  it("keeps every request of both, and is what it was when joined with the same again", () => {
    fc.assert(
      fc.property(duties, duties, (one, other) => {
        const joined = mergeDuties(one, other)
        for (const request of [...one.requests, ...other.requests]) expect(joined.requests).toContainEqual(request)
        expect(mergeDuties(joined, other)).toEqual(joined)
        expect(mergeDuties(other, one).state).toBe(joined.state)
      }),
    )
  })

  it("is still to be done where one case freed from it and the other did not", () => {
    const [notOwed, accepted] = fc.sample(duties, 1).flatMap((duty): Duty[] => [
      { ...duty, state: "notOwed" },
      { ...duty, state: "accepted" },
    ])
    if (notOwed === undefined || accepted === undefined) throw new Error("no duty")
    expect(mergeDuties(notOwed, accepted).state).toBe("accepted")
    expect(mergeDuties(notOwed, { ...accepted, state: "open" }).state).toBe("open")
  })
})

describe("assessments of two cases that are one", () => {
  it("free a party from notifying people only if they apply to all of them", () => {
    const no = { [assessmentKey(assessment("no"))]: assessment("no") }
    const yes = { [assessmentKey(assessment("yes"))]: assessment("yes") }
    expect(mergeAssessments({ assessments: no, shipments: 5 }, { shipments: 3 })).toBeUndefined()
    expect(mergeAssessments({ assessments: no, shipments: 5 }, { shipments: 0 })).toEqual(no)
    expect(mergeAssessments({ shipments: 2 }, { assessments: no, shipments: 5 })).toBeUndefined()
    expect(mergeAssessments({ assessments: no, shipments: 5 }, { assessments: no, shipments: 3 })).toEqual(no)
    expect(mergeAssessments({ assessments: no, shipments: 5 }, { assessments: yes, shipments: 3 })).toEqual(yes)
    expect(mergeAssessments({ shipments: 5 }, { assessments: yes, shipments: 3 })).toEqual(yes)
    const other = { "eu-gdpr#riskToRightsAndFreedoms": { ...assessment("yes"), law: "eu-gdpr" as const } }
    expect(mergeAssessments({ assessments: no, shipments: 0 }, { assessments: other, shipments: 3 })).toEqual(other)
  })
})

describe("a false alarm of two cases that are one", () => {
  it("is one only where the party says so of each that touches its people", () => {
    const said = { saysFalseAlarmAt: at }
    const later = { saysFalseAlarmAt: "2026-11-11T12:00:00Z" }
    expect(mergeFalseAlarms({ ...said, shipments: 5 }, { shipments: 3 })).toBeUndefined()
    expect(mergeFalseAlarms({ ...said, shipments: 5 }, { shipments: 0 })).toBe(at)
    expect(mergeFalseAlarms({ ...later, shipments: 5 }, { ...said, shipments: 3 })).toBe(later.saysFalseAlarmAt)
    expect(mergeFalseAlarms({ shipments: 0 }, { shipments: 0 })).toBeUndefined()
  })

  it("is none, and no assessment speaks for both, where the other case possibly touches its people", () => {
    const no = { [assessmentKey(assessment("no"))]: assessment("no") }
    const possibly = (shipments: number) => ({ shipments: 0, possible: { shipments } })
    expect(mergeFalseAlarms({ saysFalseAlarmAt: at, shipments: 5 }, possibly(1))).toBeUndefined()
    expect(mergeFalseAlarms({ saysFalseAlarmAt: at, shipments: 5 }, possibly(0))).toBe(at)
    expect(mergeAssessments({ assessments: no, shipments: 5 }, possibly(1))).toBeUndefined()
    expect(mergeAssessments({ assessments: no, shipments: 5 }, possibly(0))).toEqual(no)
  })
})

import { describe, expect, it } from "@jest/globals"
import type { Assessment } from "../../../shared/breach-desk/assessment.ts"
import { canCloseAsFalseAlarm, canCloseCase } from "../../../shared/breach-desk/duties/duty-closing.ts"
import { playSteps, scenarioFacts, scenarioSteps } from "../dossier/dossier-scenario.ts"

const facts = scenarioFacts()
const settled = playSteps(facts, scenarioSteps)
const openStill = playSteps(facts, [])
const assessment = (change: Partial<Assessment>): Assessment => ({
  realRiskOfSignificantHarm: "yes",
  sensitivity: "high",
  probabilityOfMisuse: "medium",
  reasons: ["realRisk"],
  assessedBy: "privacy officer",
  assessedAt: "2026-11-03T15:00:00Z",
  ...change,
})

describe("closing a case", () => {
  it("is possible when all are notified, the duties are settled and it is contained", () => {
    expect(
      canCloseCase({
        notNotifiedByParty: [{ party: "leafline", notNotified: 0 }],
        duties: settled,
        contained: true,
        counted: true,
      }),
    ).toEqual({ closable: true, refusals: [] })
  })

  it("is refused while one affected person is not notified", () => {
    const { closable, refusals } = canCloseCase({
      notNotifiedByParty: [{ party: "leafline", notNotified: 1 }],
      duties: settled,
      contained: true,
      counted: true,
    })
    expect(closable).toBe(false)
    expect(refusals).toEqual([{ code: "peopleToldByNobody", party: "leafline", notNotified: 1 }])
  })

  it("is refused when the assessment sees a real risk and gives no ground for not notifying", () => {
    const notNotifiedByParty = [{ party: "leafline", notNotified: 1, assessment: assessment({}) }]
    expect(canCloseCase({ notNotifiedByParty, duties: settled, contained: true, counted: true }).closable).toBe(false)
  })

  it.each([
    ["there is no real risk", assessment({ realRiskOfSignificantHarm: "no", reasons: ["misuseImprobable"] })],
    ["the law's definition does not cover it", assessment({ reasons: ["outsideLegalDefinition"] })],
  ])("is possible before everybody is notified when the assessment says that %s", (_why, why) => {
    const notNotifiedByParty = [{ party: "leafline", notNotified: 600, assessment: why }]
    expect(canCloseCase({ notNotifiedByParty, duties: settled, contained: true, counted: true }).closable).toBe(true)
  })

  it("does not apply one party's assessment to another's people", () => {
    const notNotifiedByParty = [
      {
        party: "leafline",
        notNotified: 600,
        assessment: assessment({ realRiskOfSignificantHarm: "no", reasons: ["noRealRisk"] }),
      },
      { party: "maplebooks", notNotified: 2 },
    ]
    expect(canCloseCase({ notNotifiedByParty, duties: settled, contained: true, counted: true }).refusals).toEqual([
      { code: "peopleToldByNobody", party: "maplebooks", notNotified: 2 },
    ])
  })

  it("is refused while a regulator is not notified or a record is missing", () => {
    const { refusals } = canCloseCase({ notNotifiedByParty: [], duties: openStill, contained: true, counted: true })
    expect(refusals.filter(({ code }) => code === "dutyOutstanding")).toHaveLength(4)
  })

  it("does not wait for an owner to notify people whom another party has notified", () => {
    const duties = settled.map((duty) =>
      duty.party === "northpost" && duty.kind === "tellIndividuals" ? { ...duty, state: "declined" as const } : duty,
    )
    const decision = canCloseCase({
      notNotifiedByParty: [{ party: "leafline", notNotified: 0 }],
      duties,
      contained: true,
      counted: true,
    })
    expect(decision).toEqual({ closable: true, refusals: [] })
  })

  it("is refused without containment", () => {
    expect(canCloseCase({ notNotifiedByParty: [], duties: settled, contained: false, counted: true }).refusals).toEqual(
      [{ code: "containmentNotAttested" }],
    )
  })
})

describe("closing too early", () => {
  it("is refused while it is not known yet who is affected", () => {
    const closing = canCloseCase({ notNotifiedByParty: [], duties: settled, contained: true, counted: false })
    expect(closing).toMatchObject({ closable: false, refusals: [{ code: "exposuresNotCounted" }] })
  })
})

describe("closing as a false alarm", () => {
  it("is possible while nobody outside is notified", () => {
    expect(canCloseAsFalseAlarm(openStill)).toBe(true)
  })

  it("is refused after a regulator or people were notified", () => {
    expect(canCloseAsFalseAlarm(settled)).toBe(false)
  })
})

import { describe, expect, it } from "@jest/globals"
import { type Assessment, assessmentKey } from "../../../shared/breach-desk/assessment.ts"
import type { Duty } from "../../../shared/breach-desk/duties/duty.ts"
import { canCloseAsFalseAlarm, canCloseCase } from "../../../shared/breach-desk/duties/duty-closing.ts"
import { playSteps, scenarioFacts, scenarioSteps } from "../dossier/dossier-scenario.ts"

const facts = scenarioFacts()
const settled = playSteps(facts, scenarioSteps)
const openStill = playSteps(facts, [])

/** The duties of the scenario, those of one party to notify people in this state. */
const telling = (party: string, state: Duty["state"]): readonly Duty[] =>
  settled.map((duty) => (duty.party === party && duty.kind === "tellIndividuals" ? { ...duty, state } : duty))

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

  it("is refused while one affected person is not notified, and says under which law", () => {
    const { closable, refusals } = canCloseCase({
      notNotifiedByParty: [{ party: "leafline", notNotified: 1 }],
      duties: settled,
      contained: true,
      counted: true,
    })
    expect(closable).toBe(false)
    expect(refusals).toEqual([{ code: "peopleToldByNobody", party: "leafline", notNotified: 1, laws: ["ca-on-fippa"] }])
  })

  it.each(["open", "requested", "declined", "unanswered", "offered", "takenOver"] as const)(
    "is refused while 4,500 people were notified by nobody and the duty is %s",
    (state) => {
      const notNotifiedByParty = [{ party: "leafline", notNotified: 4500 }]
      const duties = telling("leafline", state)
      expect(canCloseCase({ notNotifiedByParty, duties, contained: true, counted: true }).closable).toBe(false)
    },
  )

  it("is possible when each law that binds the party was assessed as asking for no notice", () => {
    const notNotifiedByParty = [{ party: "leafline", notNotified: 4500 }]
    const assessed = telling("leafline", "notOwed")
    expect(canCloseCase({ notNotifiedByParty, duties: assessed, contained: true, counted: true }).closable).toBe(true)
    const own = assessed.find(({ party, kind }) => party === "leafline" && kind === "tellIndividuals")
    if (own === undefined) throw new Error("no such duty")
    const duties = [...assessed, { ...own, law: "ca-pipeda" as const, state: "open" as const }]
    expect(canCloseCase({ notNotifiedByParty, duties, contained: true, counted: true }).refusals).toEqual([
      { code: "peopleToldByNobody", party: "leafline", notNotified: 4500, laws: ["ca-pipeda"] },
    ])
  })

  it("waits for each duty to notify people while some are possibly affected, and not for these people themselves", () => {
    const closes = (state: Duty["state"], possible: number) => {
      const notNotifiedByParty = [{ party: "leafline", notNotified: 0, possible }]
      return canCloseCase({ notNotifiedByParty, duties: telling("leafline", state), contained: true, counted: true })
    }
    expect(closes("open", 8).refusals).toMatchObject([{ code: "dutyOutstanding", kind: "tellIndividuals" }])
    expect(closes("declined", 8).refusals).toMatchObject([{ code: "dutyDeclined", kind: "tellIndividuals" }])
    expect([closes("discharged", 8).closable, closes("notOwed", 8).closable]).toEqual([true, true])
    expect(closes("open", 0).closable).toBe(true)
  })

  it("does not apply one party's assessment to another's people", () => {
    const notNotifiedByParty = [
      { party: "leafline", notNotified: 600 },
      { party: "maplebooks", notNotified: 2 },
    ]
    const duties = telling("leafline", "notOwed")
    expect(canCloseCase({ notNotifiedByParty, duties, contained: true, counted: true }).refusals).toEqual([
      { code: "peopleToldByNobody", party: "maplebooks", notNotified: 2, laws: [] },
    ])
  })

  it("takes the own assessment of a party that no law binds", () => {
    const assessed = (met: "yes" | "no") => {
      const given: Assessment = {
        met,
        reasons: ["informationNotSensitive"],
        assessedBy: "owner",
        assessedAt: "2026-11-03T15:00:00Z",
      }
      const notNotifiedByParty = [
        { party: "maplebooks", notNotified: 2, assessments: { [assessmentKey(given)]: given } },
      ]
      return canCloseCase({ notNotifiedByParty, duties: settled, contained: true, counted: true }).closable
    }
    expect([assessed("no"), assessed("yes")]).toEqual([true, false])
  })

  it.each(["tellRegulator", "tellOtherOrganisation", "keepRecord"] as const)(
    "is refused while a duty to %s was declined and nobody did it",
    (kind) => {
      const duties = settled.map((duty) => (duty.kind === kind ? { ...duty, state: "declined" as const } : duty))
      const { closable, refusals } = canCloseCase({ notNotifiedByParty: [], duties, contained: true, counted: true })
      expect(closable).toBe(false)
      expect(refusals[0]).toMatchObject({ code: "dutyDeclined", kind })
    },
  )

  it("is refused while a regulator or another organisation is not notified, or a record is missing", () => {
    const { refusals } = canCloseCase({ notNotifiedByParty: [], duties: openStill, contained: true, counted: true })
    expect(refusals.filter(({ code }) => code === "dutyOutstanding")).toHaveLength(6)
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
    expect(canCloseAsFalseAlarm(openStill, [{ affected: 4500, notified: 0, notifiedByPublicNotice: 0 }])).toBe(true)
  })

  it("is refused after a regulator or people were notified", () => {
    expect(canCloseAsFalseAlarm(settled, [])).toBe(false)
  })
})

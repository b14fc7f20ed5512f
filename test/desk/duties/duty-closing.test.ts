import { describe, expect, it } from "@jest/globals"
import { type Assessment, assessmentKey } from "../../../shared/desk/assessment.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { canCloseCase, falseAlarmObstacles, isNobodyTold } from "../../../shared/desk/duties/duty-closing.ts"
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

describe("closing while a party owes people more than a notice", () => {
  const close = (...notNotifiedByParty: Parameters<typeof canCloseCase>[0]["notNotifiedByParty"]) =>
    canCloseCase({ notNotifiedByParty, duties: settled, contained: true, counted: true })

  it("is refused while a party promised people to write to them again, and names that party alone", () => {
    expect(
      close(
        { party: "leafline", notNotified: 0, hasPromised: true },
        { party: "maplebooks", notNotified: 0, hasPromised: false },
        { party: "northpost", notNotified: 0 },
      ),
    ).toEqual({ closable: false, refusals: [{ code: "promisedNoticeOpen", party: "leafline" }] })
  })

  it("is refused while a party has not said why its public notices stand for direct ones", () => {
    expect(
      close(
        { party: "leafline", notNotified: 0, isUnexplained: false },
        { party: "maplebooks", notNotified: 0, isUnexplained: true },
        { party: "northpost", notNotified: 0 },
      ),
    ).toEqual({ closable: false, refusals: [{ code: "publicNoticeUnexplained", party: "maplebooks" }] })
  })

  it("names to whom an open duty is owed apart", () => {
    const [first, ...rest] = settled.filter(({ kind }) => kind === "tellRegulator")
    if (first === undefined) throw new Error("no such duty")
    const duties: Duty[] = [{ ...first, state: "open", towards: "maplebooks" }, ...rest]
    const { refusals } = canCloseCase({ notNotifiedByParty: [], duties, contained: true, counted: true })
    const { party, law, kind } = first
    expect(refusals).toEqual([{ code: "dutyOutstanding", party, law, kind, towards: "maplebooks" }])
  })

  it.each([
    ["unanswered", true],
    ["declined", true],
    ["requested", false],
    ["open", false],
  ] as const)("lets a duty of a carrier that takes no part, %s, hold the case: %s", (state, isBeyondReach) => {
    const [one] = settled.filter(({ kind }) => kind === "tellRegulator")
    if (one === undefined) throw new Error("no such duty")
    const of = (party: string): Duty[] => [{ ...one, party, state }]
    const closable = (party: string) =>
      canCloseCase({ notNotifiedByParty: [], duties: of(party), contained: true, counted: true }).closable
    expect([closable("leafline--swiftpost"), closable("northpost")]).toEqual([isBeyondReach, false])
  })

  it("does not take an assessment without law that more was found after", () => {
    const given: Assessment = {
      met: "no",
      reasons: ["informationNotSensitive"],
      assessedBy: "owner",
      assessedAt: "2026-11-03T15:00:00Z",
    }
    const assessments = { [assessmentKey(given)]: given }
    const at = (grownAt: string) => close({ party: "maplebooks", notNotified: 2, assessments, grownAt }).closable
    expect([at("2026-11-03T14:59:59Z"), at("2026-11-03T15:00:01Z")]).toEqual([true, false])
  })
})

describe("closing too early", () => {
  it("is refused while it is not known yet who is affected", () => {
    const closing = canCloseCase({ notNotifiedByParty: [], duties: settled, contained: true, counted: false })
    expect(closing).toMatchObject({ closable: false, refusals: [{ code: "exposuresNotCounted" }] })
  })
})

describe("closing as a false alarm", () => {
  const exposed = [
    { party: "leafline", exposed: 4500 },
    { party: "northpost", exposed: 4500 },
  ]
  const none = exposed.map((one) => ({ ...one, exposed: 0 }))
  const codes = (...of: Parameters<typeof falseAlarmObstacles>) =>
    falseAlarmObstacles(...of).map((one) => [one.code, "kind" in one ? one.kind : undefined])
  /** The duties of the scenario, those to tell somebody assessed as not owed and the records kept. */
  const assessed = openStill.map(
    (duty): Duty => ({ ...duty, state: duty.kind === "keepRecord" ? "discharged" : "notOwed" }),
  )

  it("is refused while the people of 4,500 exposed shipments are told by nobody and no law was assessed", () => {
    expect(falseAlarmObstacles(exposed, openStill).map((one) => ("party" in one ? one.party : undefined))).toEqual(
      expect.arrayContaining(["leafline", "northpost"]),
    )
    expect(codes(exposed.slice(0, 1), openStill)).toEqual([
      ["exposureNotAssessed", "tellRegulator"],
      ["exposureNotAssessed", "tellIndividuals"],
      ["dutyOutstanding", "keepRecord"],
    ])
  })

  it("is refused alike while shipments were only possibly exposed", () => {
    const possible = none.map((one) => ({ ...one, possible: 1 }))
    expect(falseAlarmObstacles(possible, openStill)).toEqual(falseAlarmObstacles(exposed, openStill))
  })

  it("is possible while nothing was exposed, possibly or not", () => {
    expect(falseAlarmObstacles(none, openStill)).toEqual([])
  })

  it("is possible once every duty to tell somebody was assessed as not owed, and each record is kept", () => {
    expect(falseAlarmObstacles(exposed, assessed)).toEqual([])
  })

  it.each(openStill.map(({ party, law, kind, towards }) => ({ party, law, kind, towards })))(
    "is refused while one duty alone is not assessed or its record is missing: $party, $law, $kind",
    ({ party, law, kind, towards }) => {
      const isThis = (duty: Duty) => duty.party === party && duty.kind === kind && duty.towards === towards
      const duties = assessed.map((duty): Duty => (isThis(duty) ? { ...duty, state: "open" } : duty))
      const code = kind === "keepRecord" ? "dutyOutstanding" : "exposureNotAssessed"
      const obstacle = { code, party, law, kind, ...(towards === undefined ? {} : { towards }) }
      expect(falseAlarmObstacles(exposed, duties)).toEqual([obstacle])
    },
  )

  it("takes the reasoned assessment of a party that no law asks for a notice, until more is found", () => {
    const given: Assessment = {
      met: "no",
      reasons: ["notABreach"],
      assessedBy: "owner",
      assessedAt: "2026-11-03T15:00:00Z",
    }
    const maple = { party: "maplebooks", exposed: 2, assessments: { [assessmentKey(given)]: given } }
    expect(codes([maple], [])).toEqual([])
    expect(codes([{ ...maple, grownAt: "2026-11-03T15:00:01Z" }], [])).toEqual([["exposureUnexplained", undefined]])
    expect(codes([{ party: "maplebooks", exposed: 2 }], [])).toEqual([["exposureUnexplained", undefined]])
  })

  it("is never possible where the carrier takes no part: nobody knows what its tool showed", () => {
    const named = { party: "leafline--swiftpost", exposed: 0 }
    expect(codes([{ party: "leafline", exposed: 0 }, named], [])).toEqual([["carrierTakesNoPart", undefined]])
  })

  it("is refused after a regulator or people were notified", () => {
    expect(isNobodyTold(settled, [])).toBe(false)
    expect(isNobodyTold(openStill, [{ affected: 5, notified: 0, notifiedByPublicNotice: 0 }])).toBe(true)
    expect(isNobodyTold(openStill, [{ affected: 5, notified: 1, notifiedByPublicNotice: 0 }])).toBe(false)
    expect(isNobodyTold(openStill, [{ affected: 5, notified: 0, notifiedByPublicNotice: 1 }])).toBe(false)
  })

  it("is not refused because a record was kept", () => {
    expect(isNobodyTold(assessed, [])).toBe(true)
  })
})

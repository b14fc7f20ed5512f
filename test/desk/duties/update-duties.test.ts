import { describe, expect, it } from "@jest/globals"
import { type Assessment, assessmentKey } from "../../../shared/desk/assessment.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { applyDutyAction } from "../../../shared/desk/duties/duty-actions.ts"
import { refreshDuties, reopenForGrowth, updateDuties } from "../../../shared/desk/duties/update-duties.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const factsOf = (party: Partial<PartyFactsInput>) => scenarioFacts({ parties: [{ ...retailerFacts, ...party }] })
const derive = (party: Partial<PartyFactsInput>): readonly Duty[] => deriveDuties(factsOf(party), lawCatalogue)
const find = (duties: readonly Duty[], kind: Duty["kind"]): Duty => {
  const duty = duties.find((candidate) => candidate.kind === kind)
  if (duty === undefined) throw new Error(`no duty ${kind}`)
  return duty
}

describe("duties when the facts change", () => {
  const parties = ["leafline", "northpost"]

  it("keep their state and history and take the new clock", () => {
    const { determinedAt: _undetermined, ...party } = retailerFacts
    const before = deriveDuties(scenarioFacts({ parties: [party] }), lawCatalogue)
    const accepted = before.map((duty) => {
      const decision = applyDutyAction(
        duty,
        { operation: "accept" },
        { by: "leafline", at: "2026-11-02T20:00:00Z", parties },
      )
      return decision.ok ? decision.duty : duty
    })
    const merged = refreshDuties(accepted, derive({}))
    expect(merged.map(({ state }) => state)).toEqual(["accepted", "accepted", "accepted"])
    expect(find(merged, "tellRegulator").clock).toMatchObject({ startedAt: retailerFacts.determinedAt })
  })

  it("drop the reminders of a clock that moved, and keep all others", () => {
    const alarmed = derive({}).map((duty) => ({
      ...duty,
      alarms: { dueSoonAt: "2026-11-05T15:00:00Z", escalations: 0 },
    }))
    expect(refreshDuties(alarmed, derive({}))[0]?.alarms.dueSoonAt).toBe("2026-11-05T15:00:00Z")
    expect(
      refreshDuties(alarmed, derive({ determinedAt: "2026-11-04T15:00:00Z" }))[0]?.alarms.dueSoonAt,
    ).toBeUndefined()
  })

  it("are added for a new party, and none is lost", () => {
    const before = derive({})
    const after = refreshDuties(before, deriveDuties(scenarioFacts(), lawCatalogue))
    expect(after).toHaveLength(8)
    expect(refreshDuties(deriveDuties(scenarioFacts(), lawCatalogue), before)).toHaveLength(8)
  })

  it("to notify people open again when more people are exposed than were notified", () => {
    const notice = { affected: 4500, notified: 4500, notifiedByPublicNotice: 0 }
    const done = applyDutyAction(
      find(derive({}), "tellIndividuals"),
      { operation: "discharge", receipt: { kind: "individualsNotified", reference: "b", at: "2026-11-05T00:00:00Z" } },
      { by: "leafline", at: "2026-11-05T00:00:00Z", parties, progress: notice },
    )
    if (!done.ok) throw new Error(done.refusal)
    expect(reopenForGrowth([done.duty], factsOf({ notice }), "2026-11-07T00:00:00Z")).toEqual([])
    const [reopened] = reopenForGrowth(
      [done.duty],
      factsOf({ notice: { ...notice, affected: 4501 } }),
      "2026-11-07T00:00:00Z",
    )
    expect(reopened).toMatchObject({ state: "open", kind: "tellIndividuals" })
    expect(reopened?.discharged).toBeUndefined()
  })

  it("assessed as not owed open again when the reason of law enforcement ends, or the answer is corrected", () => {
    const facts = factsOf({ laws: ["ca-pipeda"] })
    const asked = { law: "ca-pipeda", test: "realRiskOfSignificantHarm" } as const
    const given = { ...asked, assessedBy: "privacy officer", assessedAt: "2026-11-03T15:00:00Z" }
    const settle = (assessment: Assessment) => {
      const duty = find(deriveDuties(facts, lawCatalogue), "tellIndividuals")
      const by = { by: "leafline", at: "2026-11-03T15:00:00Z", parties }
      const decision = applyDutyAction(duty, { operation: "assessNotOwed", assessment }, by)
      if (!decision.ok) throw new Error(decision.refusal)
      return decision.duty
    }
    const stateAt = (duty: Duty, at: string, assessments = {}) => {
      const { changed } = updateDuties([duty], factsOf({ laws: ["ca-pipeda"], assessments }), lawCatalogue, at)
      return changed.find(({ kind }) => kind === "tellIndividuals")?.state ?? duty.state
    }
    const until = "2026-12-01T00:00:00Z"
    const prohibited = settle({ ...given, met: "yes", reasons: ["lawEnforcementProhibits"], until })
    expect(stateAt(prohibited, "2026-11-30T23:59:59Z")).toBe("notOwed")
    expect(stateAt(prohibited, until)).toBe("open")
    const unmet = settle({ ...given, met: "no", reasons: ["noRealRisk"] })
    const corrected = { ...given, met: "yes", reasons: ["realRisk"], assessedAt: "2026-11-04T09:00:00Z" }
    const key = assessmentKey(asked)
    expect(stateAt(unmet, until, { [key]: { ...given, met: "no", reasons: ["noRealRisk"] } })).toBe("notOwed")
    expect(stateAt(unmet, until, { [key]: corrected })).toBe("open")
  })

  it("to supplement a report arise with growth after it, keep their clock, and open again with the next growth", () => {
    const told = (shipments: number, at = "2026-11-05T00:00:00Z") => ({
      "eu-gdpr": { at, shipments, fields: ["postal-code"] },
    })
    const exposuresByField = [{ field: "postal-code", shipments: 4500 }]
    const grown = (shipments: number, grownAt: string, reported: PartyFactsInput["reported"]) =>
      factsOf({ laws: ["eu-gdpr"], shipments, grownAt, reported, exposuresByField })
    const supplement = (duties: readonly Duty[]) => duties.find(({ kind }) => kind === "supplementReport")
    expect(supplement(derive({ laws: ["eu-gdpr"], shipments: 4500 }))).toBeUndefined()
    const asReported = grown(4500, "2026-11-04T00:00:00Z", told(4500))
    expect(supplement(deriveDuties(asReported, lawCatalogue))).toBeUndefined()
    const once = grown(4501, "2026-11-06T00:00:00Z", told(4500))
    const first = supplement(deriveDuties(once, lawCatalogue))
    expect(first?.clock).toMatchObject({ startedAt: "2026-11-06T00:00:00Z", dueIs: "target" })
    if (first === undefined) throw new Error("no supplement")
    // A second growth makes the first no less late.
    const twice = grown(4600, "2026-11-08T00:00:00Z", told(4500))
    const waiting = updateDuties([first], twice, lawCatalogue, "2026-11-08T00:00:00Z").changed
    expect(supplement(waiting)).toBeUndefined()
    const receipt = { kind: "regulatorReceipt", reference: "DPA-2", at: "2026-11-08T01:00:00Z" } as const
    const by = { by: "leafline", at: "2026-11-08T01:00:00Z", parties }
    const done = applyDutyAction(first, { operation: "discharge", receipt }, by)
    if (!done.ok) throw new Error(done.refusal)
    const nothingNew = grown(4600, "2026-11-08T00:00:00Z", told(4600, receipt.at))
    expect(supplement(updateDuties([done.duty], nothingNew, lawCatalogue, by.at).changed)).toBeUndefined()
    const more = grown(4601, "2026-11-09T00:00:00Z", told(4600, receipt.at))
    expect(supplement(updateDuties([done.duty], more, lawCatalogue, by.at).changed)).toMatchObject({
      state: "open",
      clock: { startedAt: "2026-11-09T00:00:00Z" },
    })
  })

  it("to supplement a report arise with a new field too, and not where the law only allows it (SOR/2018-64 s. 2(2))", () => {
    const reported = { at: "2026-11-05T00:00:00Z", shipments: 4500, fields: ["postal-code"] }
    const kinds = (law: "ca-pipeda" | "eu-gdpr", field: string) =>
      derive({
        laws: [law],
        shipments: 4500,
        reported: { [law]: reported },
        exposuresByField: [{ field, shipments: 4500 }],
      }).map(({ kind }) => kind)
    expect(kinds("eu-gdpr", "delivery-date")).toContain("supplementReport")
    expect(kinds("eu-gdpr", "postal-code")).not.toContain("supplementReport")
    expect(kinds("ca-pipeda", "delivery-date")).not.toContain("supplementReport")
  })
})

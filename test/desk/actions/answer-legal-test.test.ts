import { describe, expect, it } from "@jest/globals"
import { actOnDuty } from "../../../shared/desk/actions/act-on-duty.ts"
import { closeCase } from "../../../shared/desk/actions/close-case.ts"
import { stateFacts } from "../../../shared/desk/actions/state-facts.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import {
  type BreachWorld,
  breachParties,
  breachWorld,
  partyIn,
  seen,
  shipParcel,
  walkAnomaly,
} from "../breach-world.ts"
import { actionIn, dutyIn, noRealRisk, notMaterial, walkedWorld } from "./walked-world.ts"

const later: typeof noRealRisk = {
  ...noRealRisk,
  met: "yes",
  reasons: ["realRisk"],
  assessedAt: "2026-11-01T14:10:00.000Z",
}

describe("the answer to a legal test", () => {
  it("settles every duty under this law and test, and no other", async () => {
    const { world, desk } = await walkedWorld()
    const answer = { assessment: noRealRisk }
    expect(await stateFacts(desk, actionIn(world, "leafline", "no"), answer)).toMatchObject({ outcome: "done" })
    const states = (["tellRegulator", "tellIndividuals", "keepRecord"] as const).map(
      (kind) => dutyIn(world, "leafline", kind).state,
    )
    expect(states).toEqual(["notOwed", "notOwed", "open"])
    expect(dutyIn(world, "northpost", "tellRegulator").state).toBe("open")
  })

  it("settles the duties to the people of 120 retailers at once, also after a crash in between", async () => {
    const [leafline, , northpost] = breachParties
    if (leafline?.kind !== "retailer" || northpost === undefined) throw new Error("no such party")
    const shops = Array.from({ length: 120 }, (_, place) => ({ ...leafline, id: `shop-${place}`, alias: `S${place}` }))
    let left = Number.POSITIVE_INFINITY
    const interrupt = async (point: string) => {
      if (point === "breachCases.transactWriteItems:before" && --left === 0) throw new Error("crash")
    }
    const world = breachWorld({ startsAt: "2026-11-01T15:00:00.000Z", parties: [northpost, ...shops], interrupt })
    for (const [place, { id }] of shops.entries()) await world.disclosures.append(seen(place, { retailerId: id }))
    await world.anomalies.raise(walkAnomaly({ retailerId: "shop-0" }))
    await world.settle()
    const states = () =>
      new Set(world.rowsOf("duty").flatMap(({ duty }) => (duty.test === "materialPrivacyBreach" ? [duty.state] : [])))
    const statement = { assessment: { ...notMaterial, assessedAt: world.clock().toISOString() } }
    const action = actionIn(world, "northpost", "answer")
    left = 2
    await expect(stateFacts(world.desk, action, statement)).rejects.toThrow("crash")
    expect(states()).toEqual(new Set(["notOwed", "open"]))
    expect(await stateFacts(world.desk, action, statement)).toMatchObject({ outcome: "repeated" })
    expect(states()).toEqual(new Set(["notOwed"]))
    expect(partyIn(world, "northpost").settling).toBeUndefined()
    // A duty that the owner opens again is its own decision, which a repeat does not undo.
    const duty = { law: "ca-privacy-act", kind: "tellRegulator" }
    const reopened = { duty, step: { operation: "reopen" } as const, at: world.clock().toISOString() }
    await actOnDuty(world.desk, actionIn(world, "northpost", "reopen"), reopened)
    await stateFacts(world.desk, action, statement)
    expect(states()).toEqual(new Set(["notOwed", "open"]))
  })

  it("can be corrected: the duties open again, and the timeline keeps both answers", async () => {
    const { world, desk } = await walkedWorld()
    await stateFacts(desk, actionIn(world, "leafline", "no"), { assessment: noRealRisk })
    await stateFacts(desk, actionIn(world, "leafline", "yes"), { assessment: later })
    expect(dutyIn(world, "leafline", "tellIndividuals").state).toBe("open")
    expect(Object.values(partyIn(world, "leafline").assessments ?? {})).toEqual([later])
    const told = world
      .rowsOf("timeline")
      .flatMap(({ copies }) => copies)
      .filter(({ partyId, entry }) => partyId === "leafline" && entry.type === "FactsStated")
      .map(({ entry: { data } }) => [data["law"], data["test"], data["met"]])
    expect(told).toEqual([
      ["ca-on-fippa", "realRiskOfSignificantHarm", "no"],
      ["ca-on-fippa", "realRiskOfSignificantHarm", "yes"],
    ])
  })

  it("supersedes documents too if it comes with one duty, unless the party had said the same", async () => {
    const { world, desk } = await walkedWorld()
    const assessNotOwed = (kind: string, actionId: string) =>
      actOnDuty(desk, actionIn(world, "leafline", actionId), {
        duty: { law: "ca-on-fippa", kind },
        step: { operation: "assessNotOwed", assessment: noRealRisk },
        at: world.clock().toISOString(),
      })
    expect(await assessNotOwed("tellRegulator", "no-1")).toMatchObject({ more: { state: "notOwed" } })
    expect(await assessNotOwed("tellIndividuals", "no-2")).toMatchObject({ more: { state: "notOwed" } })
    expect(partyIn(world, "leafline").correctedAt).toBeUndefined()
    await stateFacts(desk, actionIn(world, "leafline", "yes"), { assessment: later })
    world.passSeconds(60)
    await assessNotOwed("tellRegulator", "no-3")
    expect(partyIn(world, "leafline").correctedAt).toBe(world.clock().toISOString())
  })

  it("is refused if it answers what no law asks of the party, or leaves out a factor that the law names", async () => {
    const { world, desk } = await walkedWorld()
    const refusal = async (assessment: typeof noRealRisk) => {
      const answered = await stateFacts(desk, actionIn(world, "leafline", "answer"), { assessment })
      return "refused" in answered ? answered.refused : "taken"
    }
    expect(await refusal(notMaterial)).toBe("assessmentOfOtherTest")
    expect(await refusal({ ...noRealRisk, test: "riskOfSeriousInjury" })).toBe("assessmentOfOtherTest")
    const { law: _law, test: _test, ...lawless } = noRealRisk
    expect(await refusal(lawless)).toBe("assessmentOfOtherTest")
    expect(await refusal({ ...noRealRisk, factors: noRealRisk.factors?.slice(1) })).toBe("factorMissing")
    expect(dutyIn(world, "leafline", "tellIndividuals").state).toBe("open")
  })
})

describe("a law that binds by where people live", () => {
  const noCalifornian: typeof noRealRisk = {
    law: "us-ca-civil-1798-82",
    test: "definedPersonalInformation",
    met: "no",
    reasons: ["lawDoesNotBind"],
    factors: [],
    assessedBy: "M. Roy",
    assessedAt: "2026-11-01T14:05:00.000Z",
  }

  const walkedTo = async (region: string) => {
    const world = breachWorld()
    for (let number = 1; number <= 3; number++) {
      await shipParcel(world, "leafline", number, { region })
      await world.disclosures.append(seen(number))
    }
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    return world
  }

  it("stands in the way of closing until its question is answered, which one of its duties can do", async () => {
    const world = await walkedTo("US-CA")
    const duty = { law: noCalifornian.law ?? "", kind: "tellRegulator" }
    const remedies = async () => {
      const closed = await closeCase(world.desk, actionIn(world, "leafline", "close"), "resolved")
      if (!("obstacles" in closed)) throw new Error("it closed")
      return (closed.obstacles ?? []).flatMap(({ code, remedy, ...more }) =>
        code === "dutyOutstanding" && "law" in more && more.law === duty.law ? [remedy.en] : [],
      )
    }
    expect(await remedies()).toEqual([expect.stringContaining("definedPersonalInformation")])
    const step = { operation: "assessNotOwed", assessment: noCalifornian } as const
    const taken = await actOnDuty(world.desk, actionIn(world, "leafline", "step"), {
      duty,
      step,
      at: world.clock().toISOString(),
    })
    expect(taken).toMatchObject({ more: { state: "notOwed" } })
    expect(await remedies()).toEqual([])
  })

  it.each([
    ["US-CA", ["tellRegulator", "tellIndividuals"], "done"],
    ["CA-ON", [], "assessmentOfOtherTest"],
  ])(
    "gives duties to a party that is not configured for it, which can say that it does not bind: %s",
    async (region, kinds, outcome) => {
      const world = await walkedTo(region)
      const californian = () =>
        world
          .rowsOf("duty")
          .flatMap(({ duty }) => (duty.party === "leafline" && duty.law.startsWith("us-") ? [duty] : []))
      expect(
        californian()
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(kinds.toSorted())
      const answered = await stateFacts(world.desk, actionIn(world, "leafline", "no"), { assessment: noCalifornian })
      expect("refused" in answered ? answered.refused : answered.outcome).toBe(outcome)
      expect(new Set(californian().map(({ state }) => state))).toEqual(new Set(kinds.length === 0 ? [] : ["notOwed"]))
    },
  )
})

describe("the timeline of an assessment", () => {
  const entriesOf = (world: BreachWorld, partyId: string, type: string) =>
    world
      .rowsOf("timeline")
      .flatMap(({ copies }) => copies)
      .filter((copy) => copy.partyId === partyId && copy.entry.type === type)
      .map(({ entry: { data } }) => data)

  it("keeps factors, author and time of each answer, for its party alone", async () => {
    const { world, desk } = await walkedWorld()
    const { law, test, met, factors, reasons, assessedBy, assessedAt } = noRealRisk
    const whole = { law, test, met, factors, reasons, assessedBy, assessedAt }
    await stateFacts(desk, actionIn(world, "leafline", "no"), { assessment: noRealRisk })
    await stateFacts(desk, actionIn(world, "leafline", "yes"), { assessment: later })
    const step = { operation: "assessNotOwed", assessment: noRealRisk } as const
    const duty = { law: "ca-on-fippa", kind: "tellIndividuals" }
    await actOnDuty(desk, actionIn(world, "leafline", "step"), { duty, step, at: noRealRisk.assessedAt })
    expect(entriesOf(world, "leafline", "FactsStated")).toMatchObject([whole, { met: "yes", reasons: ["realRisk"] }])
    expect(entriesOf(world, "leafline", "DutyAssessedNotOwed")).toMatchObject([whole])
    const [seen = {}, ...others] = entriesOf(world, "northpost", "DutyAssessedNotOwed")
    expect(others).toEqual([])
    expect(Object.keys(seen).sort()).toEqual(["dutyId", "kind", "law", "owner", "state"])
    expect(partyIn(world, "leafline").correctedAt).toBeDefined()
  })

  it("keeps what was withdrawn: a delay, causes and a false alarm", async () => {
    const { world, desk } = await walkedWorld()
    await stateFacts(desk, actionIn(world, "leafline", "state"), { lawEnforcementDelay: true, causes: ["humanError"] })
    for (const partyId of ["leafline", "northpost"]) await assessAsNoBreach(world, partyId)
    await closeCase(desk, actionIn(world, "leafline", "alarm"), "falseAlarm")
    const saysFalseAlarmAt = partyIn(world, "leafline").saysFalseAlarmAt
    expect(saysFalseAlarmAt).toBeDefined()
    const withdraw = ["lawEnforcementDelay", "causes", "falseAlarm"] as const
    await stateFacts(desk, actionIn(world, "leafline", "withdraw"), { withdraw })
    expect(partyIn(world, "leafline").saysFalseAlarmAt).toBeUndefined()
    const replaced = { lawEnforcementDelay: true, causes: ["humanError"], saysFalseAlarmAt }
    expect(entriesOf(world, "leafline", "FactsStated").at(-1)).toMatchObject({ withdraw: [...withdraw], replaced })
    expect(await closeCase(desk, actionIn(world, "northpost", "alarm"), "falseAlarm")).toMatchObject({ state: "open" })
  })
})

describe("a report to the regulator", () => {
  it("is kept with what it could say, so that a growth can be told apart from it", async () => {
    const { world, run, discharge } = await walkedWorld()
    expect(await run(discharge("leafline", "ca-on-fippa", "tellRegulator", "regulatorReceipt"))).toBe("done")
    expect(partyIn(world, "leafline").reported).toMatchObject({
      "ca-on-fippa": { shipments: 5, fields: expect.arrayContaining(["postal-code"]) },
    })
    expect(partyIn(world, "northpost").reported).toBeUndefined()
  })
})

import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import type { DutyState } from "../../../shared/base/contracts/words.ts"
import { dutyStateSchema } from "../../../shared/base/contracts/words.ts"
import type { Assessment } from "../../../shared/desk/assessment.ts"
import type { Duty, DutyActor } from "../../../shared/desk/duties/duty.ts"
import { dutyActors, dutySchema, progressOfDuty } from "../../../shared/desk/duties/duty.ts"
import { actorOnDuty, applyDutyAction } from "../../../shared/desk/duties/duty-actions.ts"
import {
  type DutyAction,
  type DutyOperation,
  dutyActionSchema,
  dutyOperations,
} from "../../../shared/desk/duties/duty-operations.ts"
import type { NoticeProgress } from "../../../shared/desk/facts.ts"
import { visibleDuties } from "../../../shared/desk/visibility.ts"

const at = "2026-11-10T12:00:00Z"
const owner = "northpost"
const other = "leafline"
const parties = [owner, other, "maplebooks"]
const everybodyNotified: NoticeProgress = { affected: 10, notified: 7, notifiedByPublicNotice: 3 }

const noRealRisk: Assessment = {
  law: "ca-privacy-act",
  test: "materialPrivacyBreach",
  met: "no",
  reasons: ["noRealRisk"],
  assessedBy: "privacy officer",
  assessedAt: at,
}

const aDuty = (change: Partial<Duty> = {}): Duty =>
  dutySchema.parse({
    party: owner,
    law: "ca-privacy-act",
    kind: "tellIndividuals",
    rule: "notify-individuals",
    addressee: "individuals",
    state: "open",
    clock: {
      from: "determination",
      startedAt: "2026-11-01T00:00:00Z",
      dueAt: "2026-11-04T00:00:00Z",
      dueIs: "target",
      basis: "as soon as feasible",
    },
    presumption: "assess",
    test: "materialPrivacyBreach",
    excuses: ["lawDoesNotBind", "notABreach", "lawEnforcementProhibits"],
    ...change,
  })

const operations = dutyActionSchema.options.map(({ shape }) => shape.operation.value)

const actions: Record<DutyOperation, DutyAction> = {
  request: { operation: "request" },
  accept: { operation: "accept" },
  decline: { operation: "decline", reason: "requesterShouldTell" },
  markUnanswered: { operation: "markUnanswered" },
  offer: { operation: "offer" },
  acceptOffer: { operation: "acceptOffer" },
  refuseOffer: { operation: "refuseOffer" },
  withdrawOffer: { operation: "withdrawOffer" },
  takeOver: { operation: "takeOver" },
  handBack: { operation: "handBack" },
  discharge: { operation: "discharge", receipt: { kind: "individualsNotified", reference: "batch 1", at } },
  assessNotOwed: { operation: "assessNotOwed", assessment: noRealRisk },
  reopen: { operation: "reopen" },
}

/** A duty in a state, and a party that stands to it as `actor`. Its clock has run out. */
const dutyFor = (state: DutyState, actor: DutyActor): { readonly duty: Duty; readonly by: string } => {
  const marks =
    state === "takenOver" ? { takenOver: { by: other, at } } : state === "offered" ? { offered: { by: other, at } } : {}
  const by = { owner, hub: "hub", standIn: other, other: "maplebooks" }[actor]
  return { duty: aDuty({ state, ...marks }), by }
}

/**
 * Who may do what in which state. One line per operation and actor; a column per state in the order of `columns`;
 * x: allowed. What is not listed is refused.
 */
const columns = [
  "open",
  "requested",
  "accepted",
  "declined",
  "unanswered",
  "offered",
  "takenOver",
  "discharged",
  "notOwed",
]
const allowed: Readonly<Record<string, string>> = {
  //                        op rq ac de un of to di no
  "other    request": "       x  x  .  x  x  .  .  .  .",
  "owner    accept": "        x  x  .  x  x  .  .  .  .",
  "owner    decline": "       x  x  x  .  x  .  .  .  .",
  "hub      markUnanswered": ".  x  .  .  .  x  .  .  .",
  "other    offer": "         x  x  x  x  x  .  .  .  .",
  "owner    acceptOffer": "   .  .  .  .  .  x  .  .  .",
  "owner    refuseOffer": "   .  .  .  .  .  x  .  .  .",
  "standIn  withdrawOffer": " .  .  .  .  .  x  .  .  .",
  "other    takeOver": "      .  .  x  x  x  .  .  .  .",
  "standIn  handBack": "      .  .  .  .  .  .  x  .  .",
  "owner    discharge": "     x  x  x  x  x  x  x  .  .",
  "standIn  discharge": "     .  .  .  .  .  .  x  .  .",
  "owner    assessNotOwed": " x  x  x  x  x  x  .  .  .",
  "owner    reopen": "        .  .  .  .  .  .  .  x  x",
  "hub      reopen": "        .  .  .  .  .  .  .  x  x",
}
const expected = (actor: DutyActor, operation: DutyOperation, state: DutyState): boolean => {
  const row = Object.entries(allowed).find(([key]) => key.replace(/\s+/, " ") === `${actor} ${operation}`)?.[1]
  return row?.trim().split(/\s+/)[columns.indexOf(state)] === "x"
}

/** Only a duty that is offered or taken over has a stand-in. */
const statesOf = (actor: DutyActor): readonly DutyState[] =>
  actor === "standIn" ? ["offered", "takenOver"] : dutyStateSchema.options
const cases = dutyActors.flatMap((actor) =>
  operations.flatMap((operation) => statesOf(actor).map((state) => [actor, operation, state] as const)),
)

describe("who may do what to a duty", () => {
  it("the table covers every actor, operation and state", () => {
    expect(cases).toHaveLength(3 * 13 * 9 + 13 * 2)
    expect(columns).toEqual([...dutyStateSchema.options])
  })

  it.each(cases)("%s, %s, when %s", (actor, operation, state) => {
    const { duty, by } = dutyFor(state, actor)
    expect(actorOnDuty(duty, by)).toBe(actor)
    const decision = applyDutyAction(duty, actions[operation], { by, at, parties, progress: everybodyNotified })
    expect(decision.ok).toBe(expected(actor, operation, state))
    if (decision.ok) {
      expect(decision.duty.state).toBe(dutyOperations[operation].to)
      expect(decision.from).toBe(state)
      expect(dutySchema.parse(decision.duty)).toEqual(decision.duty)
    }
  })

  it("nobody outside the case may do anything", () => {
    for (const operation of operations) {
      for (const state of dutyStateSchema.options) {
        const decision = applyDutyAction(aDuty({ state }), actions[operation], {
          by: "stranger",
          at,
          parties,
          progress: everybodyNotified,
        })
        expect(decision).toEqual({ ok: false, refusal: "notPartyToCase" })
      }
    }
  })

  it("a refused action leaves the duty as it was", () => {
    const duty = aDuty({ state: "discharged" })
    const before = structuredClone(duty)
    applyDutyAction(duty, actions.request, { by: other, at, parties })
    expect(duty).toEqual(before)
  })

  it("no sequence of actions leads where the table does not", () => {
    const step = fc.tuple(fc.constantFrom(...operations), fc.constantFrom("hub", ...parties))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let duty = aDuty()
        for (const [operation, by] of steps) {
          const actor = actorOnDuty(duty, by)
          const decision = applyDutyAction(duty, actions[operation], { by, at, parties, progress: everybodyNotified })
          expect(decision.ok).toBe(expected(actor, operation, duty.state))
          if (decision.ok) duty = decision.duty
          if (duty.state === "takenOver") expect(duty.takenOver).toBeDefined()
          if (duty.state === "discharged") expect(duty.discharged).toBeDefined()
          if (duty.state === "notOwed") expect(duty.notOwed).toBeDefined()
        }
      }),
    )
  })
})

describe("requesting a duty", () => {
  it("counts each request with who asked and when", () => {
    const once = applyDutyAction(aDuty(), actions.request, { by: other, at, parties })
    if (!once.ok) throw new Error(once.refusal)
    const twice = applyDutyAction(once.duty, actions.request, { by: "maplebooks", at: "2026-11-11T12:00:00Z", parties })
    expect(twice.ok && twice.duty.requests).toEqual([
      { by: other, at },
      { by: "maplebooks", at: "2026-11-11T12:00:00Z" },
    ])
  })
})

const dealingWith = (partyId: string, ...ids: string[]) => ({ partyId, counterparties: new Set(ids) })

describe("what a carrier owes to the people of a retailer", () => {
  it("is visible to the carrier and to that retailer alone", () => {
    const duties = [aDuty({ towards: other }), aDuty({ towards: "maplebooks" }), aDuty({ kind: "keepRecord" }), aDuty()]
    expect(visibleDuties(duties, dealingWith(other, owner))).toEqual([duties[0], duties[2]])
    expect(visibleDuties(duties, dealingWith(owner, other))).toEqual(duties)
    expect(visibleDuties([aDuty()], dealingWith(other, owner))).toHaveLength(1)
  })
})

describe("taking a duty over", () => {
  it("is refused while the owner has accepted it and is in time", () => {
    const duty = aDuty({ state: "accepted" })
    const before = applyDutyAction(duty, actions.takeOver, { by: other, at: "2026-11-03T23:59:59Z", parties })
    expect(before).toEqual({ ok: false, refusal: "notYetOverdue" })
    expect(applyDutyAction(duty, actions.takeOver, { by: other, at: "2026-11-04T00:00:01Z", parties }).ok).toBe(true)
  })

  it("leaves the owner free to do it after all", () => {
    const duty = aDuty({ state: "takenOver", takenOver: { by: other, at } })
    expect(applyDutyAction(duty, actions.discharge, { by: owner, at, parties, progress: everybodyNotified }).ok).toBe(
      true,
    )
  })
})

describe("discharging a duty", () => {
  it("requires the kind of receipt that proves it", () => {
    const duty = aDuty({ kind: "tellRegulator", addressee: "OPC" })
    expect(applyDutyAction(duty, actions.discharge, { by: owner, at, parties })).toEqual({
      ok: false,
      refusal: "receiptOfWrongKind",
    })
  })

  it("is refused while an affected person is not notified", () => {
    const progress = { affected: 4500, notified: 3900, notifiedByPublicNotice: 599 }
    expect(applyDutyAction(aDuty(), actions.discharge, { by: owner, at, parties, progress })).toEqual({
      ok: false,
      refusal: "notEverybodyTold",
    })
  })

  it("is allowed once the retailer whose people it covers has no affected person, while others have some", () => {
    const duty = aDuty({ towards: other, state: "accepted" })
    const notice = { affected: 2, notified: 0, notifiedByPublicNotice: 0 }
    const untold = { notice, byRetailer: [{ retailer: "maplebooks", notice }] }
    const discharged = (towards: string) => {
      const progress = progressOfDuty(untold, { ...duty, towards })
      return applyDutyAction(duty, actions.discharge, { by: owner, at, parties, ...(progress && { progress }) }).ok
    }
    expect([other, "maplebooks"].map(discharged)).toEqual([true, false])
  })

  it("is refused without any count of notified people", () => {
    expect(applyDutyAction(aDuty(), actions.discharge, { by: owner, at, parties })).toEqual({
      ok: false,
      refusal: "notEverybodyTold",
    })
  })
})

describe("assessing a duty as not owed", () => {
  const assess = (assessment: Assessment, change: Partial<Duty> = {}) =>
    applyDutyAction(aDuty(change), { operation: "assessNotOwed", assessment }, { by: owner, at, parties })
  const refusal = (assessment: Assessment, change: Partial<Duty> = {}) => {
    const decision = assess(assessment, change)
    return decision.ok ? "taken" : decision.refusal
  }
  const isMet: Assessment = { ...noRealRisk, met: "yes", reasons: ["realRisk"] }

  it("is refused when the test is met and no reason excuses the duty", () => {
    expect(refusal(isMet)).toBe("assessmentSaysOwed")
    expect(refusal({ ...isMet, reasons: ["encryptedOrUnintelligible"] })).toBe("assessmentSaysOwed")
  })

  it("may rest on a reason that excuses this duty although the test is met", () => {
    expect(refusal({ ...isMet, reasons: ["lawDoesNotBind"] })).toBe("taken")
  })

  it("answers the test of this law and duty, and no other", () => {
    expect(refusal({ ...noRealRisk, law: "ca-pipeda" })).toBe("assessmentOfOtherTest")
    expect(refusal({ ...noRealRisk, test: "riskOfSeriousInjury" })).toBe("assessmentOfOtherTest")
    const { test: _test, ...untested } = noRealRisk
    expect(refusal(untested)).toBe("assessmentOfOtherTest")
  })

  it("rests on a prohibition by law enforcement only for as long as it lasts", () => {
    const prohibited: Assessment = { ...isMet, reasons: ["lawEnforcementProhibits"] }
    expect(refusal(prohibited)).toBe("prohibitionWithoutEnd")
    expect(refusal({ ...prohibited, until: at })).toBe("prohibitionEnded")
    expect(refusal({ ...prohibited, until: "2027-01-01T00:00:00Z" })).toBe("taken")
  })

  it("and declining, never free from keeping the record of every breach", () => {
    const record: Partial<Duty> = { kind: "keepRecord", presumption: "owed", test: undefined, excuses: [] }
    expect(refusal(noRealRisk, record)).toBe("recordAlwaysOwed")
    const declined = applyDutyAction(aDuty(record), actions.decline, { by: owner, at, parties })
    expect(declined).toEqual({ ok: false, refusal: "recordAlwaysOwed" })
  })
})

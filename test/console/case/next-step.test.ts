import { describe, expect, it } from "@jest/globals"
import type { Approval } from "../../../console/approvals/approval.ts"
import {
  awaitsNotices,
  isSomebodyTold,
  kindsInOrder,
  nextStep,
  openQuestions,
  type StepView,
} from "../../../console/case/next-step.ts"
import { dutyKindSchema } from "../../../shared/base/contracts/words.ts"

const law = "ca-on-fippa"
const test = "realRiskOfSignificantHarm"
const question = {
  law,
  test,
  question: { en: "?", fr: "?" },
  section: { en: "s. 1", fr: "art. 1" },
  wording: "risk",
  factors: [],
  facts: [],
  decides: ["tellRegulator", "tellIndividuals"],
} satisfies StepView["questions"][number]

const yes = {
  law,
  test,
  met: "yes",
  reasons: ["realRisk"],
  assessedBy: "privacy officer",
  assessedAt: "2026-11-01T15:00:00.000Z",
} satisfies StepView["assessments"][number]

const dueAt = "2026-11-04T15:00:00Z"
const regulator = { dutyId: "regulator", law, kind: "tellRegulator", state: "open", test, dueAt } as const
const people = { dutyId: "people", law, kind: "tellIndividuals", state: "open", test, dueAt } as const
const notedLater = { ...people, dueAt: "2026-11-09T15:00:00Z" }
const record = { dutyId: "record", law, kind: "keepRecord", state: "open" } as const
const done = { state: "discharged" } as const

/** A case of which everything is done. */
const finished: StepView = {
  state: "open",
  acknowledged: true,
  questions: [question],
  assessments: [yes],
  notices: { affected: 5, told: 5, publicNotice: 0, text: "" },
  counts: {},
  tasks: [],
  containment: { attested: true },
  obstacles: [],
  others: [],
  duties: [
    { ...regulator, ...done },
    { ...people, ...done },
    { ...record, ...done },
  ],
}

/** Another party that takes no part, with one duty. */
const byLetter = (state: StepView["duties"][number]["state"]): StepView["others"] => [
  { kind: "carrier", alias: "Swiftpost", byLetter: true, duties: [{ ...record, state }] },
]

const told = (number: number): StepView["notices"] => ({ affected: 5, told: number, publicNotice: 0, text: "" })

describe("a false alarm", () => {
  const untold = { notices: told(0), duties: [regulator, people, { ...record, ...done }], others: [] }

  it.each([
    ["nobody was notified", untold, false],
    ["a person was notified", { ...untold, notices: told(1) }, true],
    ["a public notice was given", { ...untold, notices: { ...told(0), publicNotice: 2 } }, true],
    ["the regulator was notified", { ...untold, duties: [{ ...regulator, ...done }] }, true],
    ["another party notified people", { ...untold, others: [{ duties: [{ ...people, ...done }] }] }, true],
  ])("cannot be stated once somebody was notified: %s", (_, view, isTold) => {
    expect(isSomebodyTold(view)).toBe(isTold)
  })
})

describe("the next step of an officer", () => {
  const steps: [what: string, changes: Partial<StepView>, step: string, path: string][] = [
    ["nobody confirmed the alert", { acknowledged: false, assessments: [] }, "acknowledge", ""],
    ["the law's question is open", { assessments: [] }, "assess", "facts#assessment"],
    [
      "people are to be notified",
      { duties: [people, regulator], notices: told(0) },
      "notifyPeople",
      "documents#notices",
    ],
    ["a party that gets letters was not asked", { assessments: [], others: byLetter("open") }, "askByLetter", ""],
    ["a party that gets letters was asked", { others: byLetter("requested") }, "close", "duties#closing"],
    ["the report is owed", { duties: [record, regulator] }, "report", "duties#duty-regulator"],
    [
      "a promise to people is open",
      { tasks: [{ task: "writeAgain", dueAt: "", isOverdue: false }] },
      "writeAgain",
      "facts#writeAgainBy",
    ],
    [
      "people are to be notified whose parcels only may have been seen",
      { duties: [record, people, regulator], notices: { ...told(0), affected: 0 }, counts: { possibleShipments: 3 } },
      "notifyPossible",
      "documents#notices",
    ],
    [
      "a report is due before the notice to people whose parcels only may have been seen",
      {
        duties: [record, notedLater, regulator],
        notices: { ...told(0), affected: 0 },
        counts: { possibleShipments: 3 },
      },
      "report",
      "duties#duty-regulator",
    ],
    ["the record is owed", { duties: [record] }, "otherDuties", "duties#duty-record"],
    ["nobody attested containment", { containment: { attested: false } }, "attestContainment", "facts#measures"],
    [
      "the other party is not done",
      { obstacles: [{ code: "dutyOutstandingElsewhere", remedy: { en: "", fr: "" } }] },
      "waitForOthers",
      "duties#closing",
    ],
    ["all is done", {}, "close", "duties#closing"],
    ["the case is closed", { state: "closed", acknowledged: false }, "nothing", "documents#documents"],
  ]

  it.each(steps)("if %s, is the one for it", (_what, changes, kind, path) => {
    expect(nextStep({ ...finished, ...changes }, { isFactMissing: false })).toEqual({ kind, path })
  })

  it("is a request of another party before the assessment", () => {
    const duties = [{ ...record, state: "requested" as const }]
    expect(nextStep({ ...finished, assessments: [], duties }, { isFactMissing: false }).path).toBe("duties#duty-record")
  })

  it("is a missing fact before any notice", () => {
    expect(nextStep({ ...finished, duties: [people], notices: told(0) }, { isFactMissing: true }).kind).toBe(
      "stateFacts",
    )
  })

  const waiting = (request: Approval["request"]): Approval => ({
    approvalId: "approval",
    kind: "closing",
    requestedAt: "2026-11-01T15:00:00.000Z",
    requestedBy: "usr_avery",
    request,
  })
  const receipt = { kind: "regulatorReceipt", reference: "R-1", at: "2026-11-01T15:00:00.000Z" } as const
  const report = waiting({
    action: "duty",
    dutyId: "regulator",
    step: { operation: "discharge", receipt },
    at: receipt.at,
  })
  const answer = waiting({ action: "facts", facts: { assessment: yes } })

  it("is to approve what a colleague asked for, before all else but the alert", () => {
    const step = (view: StepView) =>
      nextStep(view, { isFactMissing: true, approvals: [report], toApprove: [report] }).kind
    expect(step({ ...finished, assessments: [] })).toBe("approve")
    expect(step({ ...finished, acknowledged: false })).toBe("acknowledge")
  })

  it("is not what waits for a colleague's approval already", () => {
    const step = (view: StepView, approvals: Approval[]) => nextStep(view, { isFactMissing: false, approvals }).kind
    expect(step({ ...finished, duties: [record, regulator] }, [report])).toBe("otherDuties")
    expect(step({ ...finished, assessments: [], duties: [record] }, [answer])).toBe("otherDuties")
    expect(step({ ...finished, duties: [regulator] }, [report])).toBe("waitForApproval")
    expect(step(finished, [waiting({ action: "closing", outcome: "resolved" })])).toBe("waitForApproval")
  })

  it("is no notice to people that nobody owes", () => {
    const duties = [{ ...people, state: "notOwed" as const }]
    expect(nextStep({ ...finished, duties, notices: told(0) }, { isFactMissing: false }).kind).toBe("close")
  })
})

describe("a question of a law", () => {
  it("is open again once a duty that a no had settled is open again", () => {
    const no = { ...yes, met: "no" as const }
    const settled = { ...finished, assessments: [no], duties: [{ ...regulator, state: "notOwed" as const }] }
    expect(openQuestions(settled)).toEqual([])
    expect(openQuestions({ ...settled, duties: [regulator] })).toEqual([question])
  })

  it("is not open because a duty after a yes is open", () => {
    expect(openQuestions({ ...finished, duties: [regulator] })).toEqual([])
  })
})

it("orders duties that are due at one time as the contracts list their kinds", () => {
  expect(kindsInOrder).toEqual(dutyKindSchema.options)
})

describe("a duty to notify people", () => {
  const counted = (told: number) => ({ affected: 5, told, publicNotice: 1, text: "" })
  const toRetailer = { ...people, towards: { kind: "retailer" } } as const

  it.each([
    [3, true],
    [4, false],
  ])("of one retailer waits until the people of that retailer are notified (%i told of 5)", (told, waits) => {
    const view = { notices: counted(0), duties: [] }
    expect(awaitsNotices({ ...toRetailer, notices: counted(told) }, view)).toBe(waits)
  })

  it("of no known retailer waits for the notices of the case, if no duty counts a part of them", () => {
    expect(awaitsNotices(people, { notices: counted(3), duties: [] })).toBe(true)
    expect(awaitsNotices(people, { notices: counted(4), duties: [] })).toBe(false)
  })
})

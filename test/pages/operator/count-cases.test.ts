import { expect, it } from "@jest/globals"
import { dutyRow } from "../../../shared/desk/cases/duty-rows.ts"
import type { DutyInput } from "../../../shared/desk/duties/duty.ts"
import { countCases } from "../../../shared/pages/operator/count-cases.ts"
import { duty } from "../../builders/duty.ts"
import { aCase } from "../../desk/cases/breach-cases.contract.ts"
import { memoryBreachCases } from "../../desk/memory-stores.ts"

const ages = (some: object) => ({ underOneDay: 0, underOneWeek: 0, underThirtyDays: 0, thirtyDaysOrMore: 0, ...some })

const now = new Date("2026-11-09T12:00:00Z")

const dueAt = (at: string | null, party: string, state: DutyInput["state"] = "open") =>
  duty({
    ...{ party, state },
    clock: { from: "determination", startedAt: at, dueAt: at, dueIs: "target", basis: "as soon as feasible" },
  })

it("counts open cases and their duties by what is left of their time, and settled duties nowhere (promise: operator-page-shows-counts)", async () => {
  const cases = memoryBreachCases()
  const commit = (caseId: string, ...duties: readonly ReturnType<typeof duty>[]) =>
    cases.commit({ case: aCase(caseId), items: duties.map((each) => dutyRow(caseId, each)), pointers: [] })
  await commit(
    "case-of-one",
    dueAt("2026-11-09T11:59:59Z", "overdue"),
    dueAt("2026-11-09T11:59:59Z", "done", "discharged"),
    dueAt("2026-11-10T11:59:59Z", "soon"),
    dueAt("2026-11-10T12:00:00Z", "later"),
    dueAt(null, "unknown"),
  )
  await commit("case-of-two", dueAt("2026-11-01T00:00:00Z", "overdue", "requested"))
  await cases.commit({
    case: { ...aCase("case-of-closed"), partyId: "hub#closed", state: "closed" },
    items: [dutyRow("case-of-closed", dueAt("2026-11-01T00:00:00Z", "overdue"))],
    pointers: [],
  })
  // It is watched, because a regulator waits in it.
  await cases.commit({ case: { ...aCase("case-of-asked"), state: "closed" }, items: [], pointers: [] })
  expect(await countCases(cases, now)).toEqual({
    ...{ openCases: 2, openDuties: 5, dueSoon: 1, overdue: 2 },
    byAge: ages({ underThirtyDays: 2 }),
  })
})

it("counts nothing where nothing is", async () => {
  expect(await countCases(memoryBreachCases(), now)).toEqual({
    openCases: 0,
    openDuties: 0,
    dueSoon: 0,
    overdue: 0,
    byAge: ages({}),
  })
})

it("counts open cases by the days since they were opened (promise: operator-page-shows-counts)", async () => {
  const cases = memoryBreachCases()
  const openedAt = ["2026-11-08T12:00:01Z", "2026-11-08T12:00:00Z", "2026-11-02T12:00:00Z", "2026-10-10T12:00:00Z"]
  for (const [place, at] of openedAt.entries())
    await cases.commit({ case: { ...aCase(`case-at-${place}`), openedAt: at }, items: [], pointers: [] })
  const each = { underOneDay: 1, underOneWeek: 1, underThirtyDays: 1, thirtyDaysOrMore: 1 }
  expect((await countCases(cases, now)).byAge).toEqual(each)
})

import { expect, it } from "@jest/globals"
import { countCases } from "../../../../infra/cli/status/count-cases.ts"
import { dutyRow } from "../../../../shared/breach-desk/cases/duty-rows.ts"
import { memoryBreachCases } from "../../../../shared/breach-desk/cases/memory-breach-cases.ts"
import type { DutyInput } from "../../../../shared/breach-desk/duties/duty.ts"
import { aCase } from "../../../breach-desk/cases/breach-cases.contract.ts"
import { duty } from "../../../builders/duty.ts"

const now = new Date("2026-11-09T12:00:00Z")

const dueAt = (at: string | null, party: string, state: DutyInput["state"] = "open") =>
  duty({
    ...{ party, state },
    clock: { from: "determination", startedAt: at, dueAt: at, dueIs: "target", basis: "as soon as feasible" },
  })

it("counts open cases and their duties by what is left of their time, and settled duties nowhere", async () => {
  const cases = memoryBreachCases()
  const commit = (caseId: string, ...duties: readonly ReturnType<typeof duty>[]) =>
    cases.commit({ case: aCase(caseId), items: duties.map((each) => dutyRow(caseId, each)), pointers: [] })
  await commit(
    "one",
    dueAt("2026-11-09T11:59:59Z", "overdue"),
    dueAt("2026-11-09T11:59:59Z", "done", "discharged"),
    dueAt("2026-11-10T11:59:59Z", "soon"),
    dueAt("2026-11-10T12:00:00Z", "later"),
    dueAt(null, "unknown"),
  )
  await commit("two", dueAt("2026-11-01T00:00:00Z", "overdue", "requested"))
  await cases.commit({
    case: { ...aCase("closed"), partyId: "hub#closed", state: "closed" },
    items: [dutyRow("closed", dueAt("2026-11-01T00:00:00Z", "overdue"))],
    pointers: [],
  })
  expect(await countCases(cases, now)).toEqual({ openCases: 2, openDuties: 5, dueSoon: 1, overdue: 2 })
})

it("counts nothing where nothing is", async () => {
  expect(await countCases(memoryBreachCases(), now)).toEqual({ openCases: 0, openDuties: 0, dueSoon: 0, overdue: 0 })
})

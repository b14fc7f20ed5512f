import { dutyIdOf } from "../cases/duty-rows.ts"
import type { DutiesInList, ListedDuty } from "../cases/listed-duty.ts"
import type { Participant } from "../cases/participant.ts"
import { settledStates } from "../duties/settled-states.ts"

/** Cases whose duties are read at the same time. */
const casesAtOnce = 20

/** The duties of the party that are due first, by case id. Only open cases are read, and each is one query. */
export async function nextDues(cases: DutiesInList, participants: readonly Participant[]) {
  const open = participants.filter(({ current }) => current.state === "open")
  const found = new Map<string, NextDue>()
  for (let start = 0; start < open.length; start += casesAtOnce) {
    const some = open.slice(start, start + casesAtOnce)
    const dues = await Promise.all(some.map((one) => nextDueOf(cases, one)))
    for (const [nth, due] of dues.entries()) {
      const caseId = some[nth]?.current.caseId
      if (due !== undefined && caseId !== undefined) found.set(caseId, due)
    }
  }
  return found
}

/** The duty of a party that is due first in a case. `dueAt`: ISO instant. */
export type NextDue = Pick<ListedDuty, "kind" | "law"> & Due & { readonly dutyId: string }

type Due = { readonly dueAt: string; readonly dueIs: ListedDuty["clock"]["dueIs"] }

async function nextDueOf(cases: DutiesInList, { current, own }: Participant): Promise<NextDue | undefined> {
  let first: (Due & { readonly duty: ListedDuty }) | undefined
  for await (const row of cases.list(current.caseId, `DUTY#${own.partyId}#`)) {
    if (row.type !== "duty" || settledStates.has(row.duty.state)) continue
    const { dueAt, dueIs } = row.duty.clock
    if (dueAt === null || (first !== undefined && Date.parse(first.dueAt) <= Date.parse(dueAt))) continue
    first = { dueAt, dueIs, duty: row.duty }
  }
  if (first === undefined) return undefined
  const { duty, dueAt, dueIs } = first
  return { kind: duty.kind, law: duty.law, dueAt, dueIs, dutyId: dutyIdOf(own.alias, duty) }
}

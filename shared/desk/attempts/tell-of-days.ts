import { dayMilliseconds } from "../../base/platform/instants.ts"
import { attemptExpiry, attemptKeys } from "../cases/attempt-rows.ts"
import type { AttemptRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { refusedAttempts } from "./refused-attempts.ts"

type Desk = Pick<CaseDesk, "cases" | "clock">

/** A day is told of this long after its end: what was recorded at its end is stored by then. */
const settledMilliseconds = 10 * 60_000

/** Days that are told of after an outage. */
const daysBack = 7

/** An attempt for which the ledger cannot be read keeps a day back for this long at most. */
const patientMilliseconds = 2 * dayMilliseconds

/**
 * Notes for each party the days that are over on which attempts concerned it and stayed attempts. Each note is written
 * once, and `alert-parties` tells the party of the whole day. Repeating the call has no effect.
 */
export async function tellOfDays(desk: Desk): Promise<void> {
  const now = desk.clock().getTime()
  const lastOver = now - settledMilliseconds - dayMilliseconds
  const days = Array.from({ length: daysBack }, (_, back) => dayOf(lastOver - back * dayMilliseconds))
  const told = new Set((await desk.cases.items(days.map(attemptKeys.allTold))).map(({ pk }) => pk))
  for (const day of days.filter((one) => !told.has(attemptKeys.allTold(one).pk))) await tellOfDay(desk, day, now)
}

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)

async function tellOfDay(desk: Desk, day: string, now: number): Promise<void> {
  const at = new Date(now).toISOString()
  const expiresAt = attemptExpiry(at)
  const isLate = now - Date.parse(`${day}T00:00:00.000Z`) > patientMilliseconds + dayMilliseconds
  let isAllTold = true
  for (const [party, attempts] of await attemptsByParty(desk, day)) {
    const { refused, beingCounted } = await refusedAttempts(desk, party, attempts)
    if (beingCounted > 0 && !isLate) isAllTold = false
    else if (refused.some(({ row }) => row.closed === undefined))
      await desk.cases.mark({ ...attemptKeys.dayOver(day, party), type: "attemptsDay", day, party, at, expiresAt })
  }
  const caseId = attemptKeys.ofDay(day)
  if (isAllTold) await desk.cases.mark({ ...attemptKeys.allTold(day), type: "marker", caseId, at, expiresAt })
}

async function attemptsByParty({ cases }: Desk, day: string): Promise<ReadonlyMap<string, readonly AttemptRow[]>> {
  const rows: AttemptRow[] = []
  for await (const row of cases.attemptsOn(day)) rows.push(row)
  return Map.groupBy(rows, ({ sk, attemptId }) => sk.slice(0, -attemptId.length - 1))
}

import type { BreachCases } from "../../desk/cases/breach-cases.ts"
import { dutiesOf } from "../../desk/cases/duty-rows.ts"
import { isOverdue, isSettled } from "../../desk/duties/duty.ts"
import { defaultDutyClockSettings } from "../../desk/duties/duty-clock.ts"
import type { CaseAge, CaseCounts } from "./facts.ts"

const soonMilliseconds = defaultDutyClockSettings.dueSoonHours * 3_600_000

/** Counts open cases and their duties. Nothing of a case leaves this function but counts. */
export async function countCases(cases: BreachCases, now: Date): Promise<CaseCounts> {
  let [openCases, openDuties, dueSoon, overdue] = [0, 0, 0, 0]
  const [at, soon] = [now.toISOString(), new Date(now.getTime() + soonMilliseconds).toISOString()]
  const byAge = { underOneDay: 0, underOneWeek: 0, underThirtyDays: 0, thirtyDaysOrMore: 0 }
  for await (const { caseId, state, openedAt, parties } of cases.watched()) {
    // Nothing was seen, so it is nobody's case.
    if (state !== "open" || parties.length === 0) continue
    openCases += 1
    byAge[ageOf(openedAt, now)] += 1
    for (const duty of await dutiesOf({ cases }, caseId)) {
      if (isSettled(duty)) continue
      openDuties += 1
      if (isOverdue(duty, at)) overdue += 1
      else if (isOverdue(duty, soon)) dueSoon += 1
    }
  }
  return { openCases, openDuties, dueSoon, overdue, byAge }
}

function ageOf(openedAt: string, now: Date): CaseAge {
  const days = (now.getTime() - Date.parse(openedAt)) / 86_400_000
  if (days < 1) return "underOneDay"
  if (days < 7) return "underOneWeek"
  return days < 30 ? "underThirtyDays" : "thirtyDaysOrMore"
}

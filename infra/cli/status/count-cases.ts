import type { BreachCases } from "../../../shared/breach-desk/cases/breach-cases.ts"
import { dutiesOf } from "../../../shared/breach-desk/cases/duty-rows.ts"
import { isOverdue, isSettled } from "../../../shared/breach-desk/duties/duty.ts"
import { defaultDutyClockSettings } from "../../../shared/breach-desk/duties/duty-clock.ts"
import type { CaseCounts } from "./judge-status.ts"

const soonMilliseconds = defaultDutyClockSettings.dueSoonHours * 3_600_000

/** Counts open cases and their duties. Nothing of a case leaves this function but counts. */
export async function countCases(cases: BreachCases, now: Date): Promise<CaseCounts> {
  let [openCases, openDuties, dueSoon, overdue] = [0, 0, 0, 0]
  const [at, soon] = [now.toISOString(), new Date(now.getTime() + soonMilliseconds).toISOString()]
  for await (const { caseId } of cases.open()) {
    openCases += 1
    for (const duty of await dutiesOf({ cases }, caseId)) {
      if (isSettled(duty)) continue
      openDuties += 1
      if (isOverdue(duty, at)) overdue += 1
      else if (isOverdue(duty, soon)) dueSoon += 1
    }
  }
  return { openCases, openDuties, dueSoon, overdue }
}

import type { OwnDuty } from "./case-view.ts"
import { isSettled } from "./next-step.ts"

/** The duty that is due first among those that are not settled. */
export function dueFirst(duties: readonly OwnDuty[]): OwnDuty | undefined {
  const open = duties.filter((duty) => !isSettled(duty) && duty.dueAt !== undefined)
  return open.sort((one, other) => Date.parse(one.dueAt ?? "") - Date.parse(other.dueAt ?? ""))[0]
}

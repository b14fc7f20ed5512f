import { type AlarmKind, alarmKinds } from "../../constructs/alarm-kinds.ts"
import { withTable } from "./table-in-page.ts"

const head = "| alarm on | severity | raised within |"

/** The page of runbooks with its table of alarms brought up to date. */
export function withAlarmTable(page: string): string {
  const rows = Object.entries(alarmKinds).map(
    ([name, { about, severity, minutes }]: [string, AlarmKind]) =>
      `| [${about}](${name}.md) | ${severity} | ${minutes < 120 ? `${minutes} min` : `${minutes / 60} h`} |`,
  )
  return withTable(page, head, rows)
}

import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import {
  type ClosedDay,
  closedDayKey,
  type LeavesRow,
  type LoggedRow,
  type LogRow,
  leavesKey,
  loggedKey,
} from "./log-rows.ts"

const nameOf = ({ pk, sk }: { pk: string; sk: string }): string => `${pk} ${sk}`
const loggedOnly = (row: LogRow): row is LoggedRow => row.type === "logged"

/** The log in memory. */
export function memoryDisclosureLog(interrupt?: Interrupt): DisclosureLog & Observable<LogRow> {
  const table = memoryTable<LogRow, "day" | "record">("disclosureLog", interrupt, {
    day: { partition: ({ pk }) => pk, place: ({ sk }) => sk },
    record: { partition: (row) => (loggedOnly(row) ? row.recordId : undefined), place: nameOf },
  })
  return { ...table.observable, ...loggedIn(table), ...closedIn(table) }
}

type LogTable = ReturnType<typeof memoryTable<LogRow, "day" | "record">>

function loggedIn(table: LogTable): Pick<DisclosureLog, "log" | "ofDay" | "entries" | "ofRecord" | "forget"> {
  async function* logged(operation: string, index: "day" | "record", partition: string) {
    for await (const row of table.query(operation, index, { partition })) if (loggedOnly(row)) yield row
  }
  return {
    async log(rows) {
      for (const row of rows)
        await table.effect("log", () => {
          const there = table.get(nameOf(row))
          if (there === undefined || (loggedOnly(there) && there.revision <= row.revision)) table.put(nameOf(row), row)
        })
    },
    ofDay: (party, day) => logged("ofDay", "day", loggedKey(party, day)),
    entries: (party, day, entries) =>
      table.effect("entries", () =>
        [...new Set(entries)].flatMap((sk) => {
          const row = table.get(nameOf({ pk: loggedKey(party, day), sk }))
          return row !== undefined && loggedOnly(row) ? [row] : []
        }),
      ),
    ofRecord: (recordId) => logged("ofRecord", "record", recordId),
    async forget(rows) {
      for (const row of rows) await table.effect("forget", () => table.delete(nameOf(row)))
    },
  }
}

function closedIn(table: LogTable): Pick<DisclosureLog, "putLeaves" | "leaves" | "close" | "closed"> {
  return {
    putLeaves: (row) => table.effect("putLeaves", () => table.put(nameOf(row), row)),
    leaves: (party, day, root) =>
      table.effect("leaves", (): LeavesRow | undefined => {
        const row = table.get(nameOf({ pk: leavesKey(party, day), sk: root }))
        return row?.type === "leaves" ? row : undefined
      }),
    close: (row) =>
      table.effect("close", (): ClosedDay => {
        const there = table.get(nameOf(row))
        if (there?.type === "closedDay") return there
        table.put(nameOf(row), row)
        return row
      }),
    closed: (party, day) =>
      table.effect("closed", (): ClosedDay | undefined => {
        const row = table.get(nameOf(closedDayKey(party, day)))
        return row?.type === "closedDay" ? row : undefined
      }),
  }
}

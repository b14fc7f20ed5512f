import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { KnownOfficer, Session } from "./session.ts"
import type { Sessions } from "./sessions.ts"

type Row = Session | KnownOfficer

/** Sessions in memory. */
export function memorySessions(interrupt?: Interrupt): Sessions & Observable<Row> {
  const table = memoryTable<Row>("sessions", interrupt)
  const session = (key: string): Session | undefined => {
    const row = table.get(`session ${key}`)
    return row !== undefined && "sessionKey" in row ? row : undefined
  }
  const officers = () => table.all().filter((row): row is KnownOfficer => "sealedName" in row)
  return {
    ...table.observable,
    begin: (started, officer) =>
      table.effect("begin", () => {
        table.put(`officer ${officer.partyId} ${officer.userId}`, officer)
        table.put(`session ${started.sessionKey}`, started)
      }),
    find: (key) => table.effect("find", () => session(key)),
    touch: (key, lastSeenAt) =>
      table.effect("touch", () => {
        const found = session(key)
        if (found !== undefined) table.put(`session ${key}`, { ...found, lastSeenAt })
        return found !== undefined
      }),
    end: (key) => table.effect("end", () => void table.delete(`session ${key}`)),
    officer: (partyId, userId) =>
      table.effect("officer", () => officers().find((one) => one.partyId === partyId && one.userId === userId)),
    officersOf: (partyId) => table.effect("officersOf", () => officers().filter((one) => one.partyId === partyId)),
  }
}

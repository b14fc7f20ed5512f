import { memoryTable, type Observable } from "../platform/memory-table.ts"
import type { OperatorSession, OperatorSessions } from "./operator-session.ts"

/** The sessions of operators in memory. */
export function memoryOperatorSessions(): OperatorSessions & Observable<OperatorSession> {
  const table = memoryTable<OperatorSession>("operator-sessions", undefined)
  return {
    ...table.observable,
    begin: (session) => table.effect("begin", () => table.put(session.sessionKey, session)),
    find: (key) => table.effect("find", () => table.get(key)),
    touch: (key, lastSeenAt) =>
      table.effect("touch", () => {
        const found = table.get(key)
        if (found !== undefined) table.put(key, { ...found, lastSeenAt })
        return found !== undefined
      }),
    end: (key) => table.effect("end", () => void table.delete(key)),
  }
}

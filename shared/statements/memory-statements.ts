import { type Interrupt, memoryTable, type Observable } from "../platform/memory-table.ts"
import { type StatementRow, type Statements, statementsKey } from "./statements.ts"

const nameOf = (party: string, day: string): string => `${statementsKey(party)} ${day}`

/** The statements of parties in memory. */
export function memoryStatements(interrupt?: Interrupt): Statements & Observable<StatementRow> {
  const table = memoryTable<StatementRow>("statements", interrupt)
  const latestFirst = (party: string, before = "~") =>
    table
      .all()
      .filter((row) => row.party === party && row.sk < before)
      .sort((one, other) => (one.sk < other.sk ? 1 : -1))
  return {
    ...table.observable,
    latest: (party) => table.effect("latest", () => latestFirst(party)[0]),
    get: (party, day) => table.effect("get", () => table.get(nameOf(party, day))),
    ofParty: (party, { limit, before }) => table.effect("ofParty", () => latestFirst(party, before).slice(0, limit)),
    keep: (row) =>
      table.effect("keep", () => {
        const there = table.get(nameOf(row.party, row.sk))
        if (there !== undefined) return there
        table.put(nameOf(row.party, row.sk), row)
        return row
      }),
    told: (row, at) => table.effect("told", () => table.put(nameOf(row.party, row.sk), { ...row, toldAt: at })),
  }
}

import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import {
  arrivalsKey,
  type CountRow,
  type ReportingRow,
  type ReportRow,
  type ReportStreams,
  reportKey,
  type StreamRow,
  streamKey,
} from "./report-streams.ts"

const nameOf = ({ pk, sk }: { pk: string; sk: string }): string => `${pk} ${sk}`

/** What carriers reported and counted, in memory. */
export function memoryReportStreams(interrupt?: Interrupt): ReportStreams & Observable<ReportingRow> {
  const table = memoryTable<ReportingRow>("reportStreams", interrupt)
  const streams = () => table.all().filter((row): row is StreamRow => row.type === "stream")
  const streamAt = (carrierId: string, stream: string): StreamRow | undefined => {
    const row = table.get(nameOf(streamKey(carrierId, stream)))
    return row?.type === "stream" ? row : undefined
  }
  const arrived = (pk: string, first: string, last: string): ReportingRow[] =>
    table
      .all()
      .filter((row) => row.pk === pk && row.sk >= first && row.sk <= last)
      .sort((one, other) => (one.sk < other.sk ? -1 : 1))
  return {
    ...table.observable,
    ofCarrier: (carrierId) => table.effect("ofCarrier", () => streams().filter((row) => row.carrierId === carrierId)),
    get: (carrierId, stream) => table.effect("get", () => streamAt(carrierId, stream)),
    begin: (row) => table.effect("begin", () => void firstOf(table, row)),
    replace: (row, revision) =>
      table.effect("replace", () => {
        if (streamAt(row.carrierId, row.stream)?.revision !== revision) return "refused"
        table.put(nameOf(row), row)
        return "written"
      }),
    note: (row) => table.effect("note", () => firstOf(table, row)),
    reports: ({ carrierId, stream, first, last, limit }) =>
      table.effect("reports", () =>
        arrived(arrivalsKey(carrierId, stream), reportKey(first), reportKey(last))
          .filter((row): row is ReportRow => row.type === "report")
          .slice(0, limit),
      ),
    counts: ({ carrierId, stream, from, until, limit }) =>
      table.effect("counts", () =>
        arrived(arrivalsKey(carrierId, stream), `COUNT#${from}`, `COUNT#${until}~`)
          .filter((row): row is CountRow => row.type === "count")
          .slice(0, limit),
      ),
  }
}

/** Stores a row unless one is there. @returns the row that is there */
function firstOf<Row extends ReportingRow>(
  table: { get(key: string): ReportingRow | undefined; put(key: string, row: ReportingRow): void },
  row: Row,
): Row {
  const there = table.get(nameOf(row))
  if (there === undefined) table.put(nameOf(row), row)
  return isOfKind(row, there) ? there : row
}

/** Whether a row is of the kind of another. */
function isOfKind<Row extends ReportingRow>(row: Row, there: ReportingRow | undefined): there is Row {
  return there?.type === row.type
}

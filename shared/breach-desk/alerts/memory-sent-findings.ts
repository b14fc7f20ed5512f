import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { findingsKey, type SentFindingRow, type SentFindings } from "./sent-findings.ts"

/** The findings that parties were sent, in memory. */
export function memorySentFindings(interrupt?: Interrupt): SentFindings & Observable<SentFindingRow> {
  const table = memoryTable<SentFindingRow, "day">("sentFindings", interrupt, {
    day: { partition: ({ pk }) => pk, place: ({ sk }) => sk },
  })
  return {
    ...table.observable,
    async note(rows) {
      for (const row of rows) await table.effect("note", () => table.put(`${row.pk} ${row.sk}`, row))
    },
    async *ofDay(party, day) {
      for await (const { sk } of table.query("ofDay", "day", { partition: findingsKey(party, day) })) yield sk
    },
  }
}

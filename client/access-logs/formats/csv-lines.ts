/** Tables: values separated by commas, semicolons, tabs or bars, with a header, or with `--columns`. */
import { parse } from "csv-parse/sync"
import type { LogFormat, RecordSink } from "./log-record.ts"
import { type FieldMeaning, isEnough, planFields, recordReader } from "./named-fields.ts"

type Columns = ReadonlyMap<FieldMeaning, string>

/** The name of the form. */
export const csvName = "CSV"

const delimiters = [",", ";", "\t", "|"]
const rowsPerBatch = 2_000

const parseRows = (text: string, delimiter: string): string[][] =>
  parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })

/** The fields of one line; none if its quotes do not match. */
const fieldsOf = (line: string, delimiter: string): readonly string[] => {
  try {
    return parseRows(line, delimiter)[0] ?? []
  } catch {
    return []
  }
}

/** The table that the first lines of a log are, or undefined when they are none. */
export const recogniseTable = (head: readonly string[], columns: Columns): LogFormat | undefined => {
  const first = head[0] ?? ""
  const delimiter = delimiters
    .map((one) => ({ one, width: fieldsOf(first, one).length }))
    .sort((a, b) => b.width - a.width)[0]
  if (delimiter === undefined || delimiter.width < 3) return undefined
  const names = fieldsOf(first, delimiter.one)
  const hasHeader = names.every((name) => !/^\d/.test(name) && !name.includes("://"))
  const plan = planFields(hasHeader ? names : names.map((_, index) => `column ${index + 1}`), columns)
  if (!isEnough(plan)) return undefined
  const recordOf = recordReader(plan)
  return { name: csvName, reader: (sink) => tableReader(sink, { delimiter: delimiter.one, hasHeader, recordOf }) }
}

type Table = {
  readonly delimiter: string
  readonly hasHeader: boolean
  readonly recordOf: ReturnType<typeof recordReader>
}

const tableReader = (sink: RecordSink, { delimiter, hasHeader, recordOf }: Table) => {
  let isHeader = hasHeader
  let lines: string[] = []
  let quotes = 0
  const flush = () => {
    for (const row of rowsOf(lines, delimiter, sink)) {
      const record = recordOf((place) => row[place])
      if (typeof record === "string") sink.unreadable(record, row.join(delimiter))
      else sink.record(record)
    }
    lines = []
    quotes = 0
  }
  return {
    take(line: string) {
      if (isHeader || line.trim() === "") {
        isHeader = false
        return sink.ignored()
      }
      lines.push(line)
      for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes += 1
      // A field with a line break is open while the quotes are odd.
      if (lines.length >= rowsPerBatch && (quotes % 2 === 0 || lines.length >= 2 * rowsPerBatch)) flush()
    },
    flush() {
      const isWhole = quotes % 2 === 0
      if (isWhole) flush()
      return isWhole
    },
    end: flush,
  }
}

const rowsOf = (lines: readonly string[], delimiter: string, sink: RecordSink): string[][] => {
  try {
    return parseRows(lines.join("\n"), delimiter)
  } catch {
    // One line that breaks the rules of quotes must not take the others with it.
    return lines.flatMap((line) => {
      try {
        return parseRows(line, delimiter)
      } catch {
        sink.unreadable("has quotes that do not match", line)
        return []
      }
    })
  }
}

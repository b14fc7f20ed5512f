import { recogniseTable } from "../formats/csv-lines.ts"
import { jsonDocumentFormat, jsonLinesFormat } from "../formats/json-lines.ts"
import type { LogFormat } from "../formats/log-record.ts"
import type { FieldMeaning } from "../formats/named-fields.ts"
import { w3cFormat } from "../formats/w3c-lines.ts"
import { haproxyFormat, loadBalancerFormat, webServerFormat } from "../formats/web-server-lines.ts"

/** Lines at the beginning of a file from which its form is recognised. */
export const recognisedLines = 200

/** Whether a line is text, which has no NUL. */
export const isText = (line: string): boolean => !line.includes("\0")

/** Of the first lines, this share must be readable in a form. */
const recognisedShare = 0.5

/**
 * @param head the first lines of a file
 * @param columns names of fields that the operator gave, by meaning
 * @returns undefined when no form fits
 * @throws Error when a given name is not among the fields, or the fields have no names
 */
export const recogniseFormat = (
  head: readonly string[],
  columns: ReadonlyMap<FieldMeaning, string>,
): LogFormat | undefined => {
  const filled = head.filter((line) => line.trim() !== "" && isText(line))
  const first = filled[0]?.trim() ?? ""
  if (filled.some((line) => line.startsWith("#Fields:"))) return w3cFormat(columns)
  if (first.startsWith("{") || first.startsWith("[")) {
    const objects = filled.filter((line) => line.startsWith("{") && isJson(line)).length
    return objects >= recognisedShare * filled.length ? jsonLinesFormat(columns) : jsonDocumentFormat(columns)
  }
  const fits = (format: LogFormat) => readableShare(format, filled) >= recognisedShare
  const withoutNames = [webServerFormat, loadBalancerFormat, haproxyFormat].find(fits)
  if (withoutNames !== undefined && columns.size > 0) {
    throw new Error(`a log of the form ${withoutNames.name} has no names of fields`)
  }
  return withoutNames ?? recogniseTable(filled, columns)
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const readableShare = (format: LogFormat, lines: readonly string[]): number => {
  let readable = 0
  const reader = format.reader({
    record: () => {
      readable += 1
    },
    ignored() {
      // Counts as not readable here.
    },
    unreadable() {
      // Counted by what is readable.
    },
  })
  for (const line of lines) reader.take(line)
  reader.end()
  return readable / Math.max(1, lines.length)
}

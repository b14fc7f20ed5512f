import * as z from "zod"
import { decoded, readFile, type UnreadableFile } from "../mail-merge/read-file.ts"

/** The log of a party's own tool as a table. It stays in the page's memory. */
export type LogTable = {
  readonly columns: readonly string[]
  /** One for each entry, as long as `columns`. */
  readonly rows: readonly (readonly string[])[]
  /** Places in `rows` of lines that are no JSON object. Their cells are empty. */
  readonly broken: ReadonlySet<number>
  /** The file itself, from which names of lookups are made. */
  readonly bytes: Uint8Array
}

/** Reads a log as CSV, or with one JSON object on each line (NDJSON). Never throws; says what is wrong instead. */
export function readLog(bytes: Uint8Array): LogTable | { readonly unreadable: UnreadableFile } {
  // A CSV file that begins with a brace has a strange name of a column.
  if (/^\ufeff?\s*\{/.test(decoded(bytes.subarray(0, 1_000)).text)) return readLines(bytes)
  const table = readFile(bytes)
  return "unreadable" in table ? table : { columns: table.columns, rows: table.rows, broken: new Set(), bytes }
}

type Cells = ReadonlyMap<string, string>

const jsonObject = z.record(z.string(), z.unknown())

function readLines(bytes: Uint8Array): LogTable {
  const lines = decoded(bytes)
    .text.replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
  const entries = lines.map(cellsOf)
  const columns = [...new Set(entries.flatMap((cells) => [...(cells?.keys() ?? [])]))]
  return {
    columns,
    rows: entries.map((cells) => columns.map((column) => cells?.get(column) ?? "")),
    broken: new Set(entries.flatMap((cells, place) => (cells === undefined ? place : []))),
    bytes,
  }
}

/** The values of a line by name. Those inside of others have names with points, such as `accessor.ip`. */
function cellsOf(line: string): Cells | undefined {
  try {
    const object = jsonObject.safeParse(JSON.parse(line))
    return object.success ? new Map(valuesIn(object.data, "")) : undefined
  } catch {
    return undefined
  }
}

function valuesIn(value: unknown, name: string): (readonly [string, string])[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return [[name, value.map(String).join(" ")]]
  if (typeof value !== "object") return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => valuesIn(inner, name === "" ? key : `${name}.${key}`))
}

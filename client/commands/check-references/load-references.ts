import { closeSync, createReadStream, openSync, readSync } from "node:fs"
import { pipeline } from "node:stream"
import { CsvError, parse } from "csv-parse"
import { CommandStopped } from "../../command-line/command-stopped.ts"

const delimiters = [",", ";", "\t", "|"]
const headBytes = 65_536

/** Where the references stand in a table. */
export type ReferenceColumn = { readonly column?: string; readonly delimiter?: string }

/**
 * The references of a table with values separated by commas or the like, one line at a time. The first line is a header
 * if its column has no digit.
 *
 * @throws CommandStopped when the file cannot be read, or has no such column. The message shows nothing of the file
 */
export async function* loadReferences(path: string, { column, delimiter }: ReferenceColumn): AsyncIterable<string> {
  const parser = parse({
    delimiter: delimiter ?? delimiterOf(firstLine(path)),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  })
  // An error of the file reaches the loop through the parser.
  pipeline(createReadStream(path), parser, () => {})
  let index: number | undefined
  try {
    for await (const row of parser) {
      if (!isRow(row)) continue
      if (index === undefined) {
        index = columnOf(row, column, path)
        if (!/\d/.test(row[index] ?? "")) continue
      }
      yield row[index] ?? ""
    }
  } catch (error) {
    throw inWords(error, path)
  }
}

const isRow = (row: unknown): row is readonly string[] => Array.isArray(row)

function firstLine(path: string): string {
  try {
    const file = openSync(path, "r")
    const head = Buffer.alloc(headBytes)
    const length = readSync(file, head)
    closeSync(file)
    return head.toString("utf8", 0, length).split(/\r?\n/, 1)[0] ?? ""
  } catch {
    throw new CommandStopped("unusableFile", `${path} does not exist, or cannot be read.`)
  }
}

/** The one that the first line has most often. */
function delimiterOf(line: string): string {
  const count = (one: string): number => line.split(one).length
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best))
}

function columnOf(first: readonly string[], column: string | undefined, path: string): number {
  if (column === undefined) {
    if (first.length === 1) return 0
    throw new CommandStopped("wrongUsage", `${path} has ${first.length} columns. Name that of the references: --column`)
  }
  const index = /^\d+$/.test(column) ? Number(column) - 1 : first.findIndex((name) => name.trim() === column)
  if (first[index] !== undefined) return index
  throw new CommandStopped(
    "wrongUsage",
    `${path} has no column ${column}: write its name as in the first line, or a number from 1 to ${first.length}.`,
  )
}

function inWords(error: unknown, path: string): unknown {
  if (error instanceof CsvError)
    return new CommandStopped("unusableFile", `${path} is no table in line ${error["lines"]}: ${error.code}.`)
  return error
}

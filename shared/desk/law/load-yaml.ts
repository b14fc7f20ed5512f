import { readFileSync, statSync } from "node:fs"
import { relative } from "node:path"
import { type Document, isNode, LineCounter, parseDocument } from "yaml"
import type * as z from "zod"
import { visibleText } from "../../base/platform/visible-text.ts"
import { LawInvalid } from "./law-invalid.ts"
import { projectFolder } from "./load-law-ids.ts"

/**
 * A file of YAML, read through its schema.
 *
 * @param schemaOf the schema for what the file has
 * @param most bytes that it may have: a larger one is not read
 * @throws LawInvalid with the line, the field and the mend of all that is wrong
 */
export function readYaml<T>(file: string, schemaOf: (content: unknown) => z.ZodType<T>, most: number): T {
  const named = relative(projectFolder, file)
  const { size } = statSync(file)
  if (size > most)
    throw new LawInvalid(`${named} has ${size} bytes, and may have ${most}: write it shorter, or as two files.`)
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines, merge: true })
  const [error] = document.errors
  if (error !== undefined) throw new LawInvalid(`${named} is no YAML: ${printable(error.message)}`)
  const content = contentOf(document, named)
  const { success, data, error: wrong } = schemaOf(content).safeParse(content, { error: wrongType })
  if (success) return data
  const faults = wrong.issues.map(({ path, message }) => `${placeOf(path, document, lines)}: ${message}`)
  throw new LawInvalid([`${named} is not right:`, ...faults].join("\n  "))
}

function contentOf(document: Document.Parsed, named: string): unknown {
  try {
    return document.toJS()
  } catch (error) {
    // An alias without its anchor, or so many aliases that they would fill the memory.
    throw new LawInvalid(`${named} cannot be read: ${error instanceof Error ? error.message : "faulty aliases"}`)
  }
}

function wrongType(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "invalid_type") return undefined
  if (issue.input === undefined) return "it is missing"
  return issue.expected === "string" ? "write text, a number in quotation marks" : undefined
}

/** A parser quotes the file, which may have bytes that a terminal obeys. */
const printable = (text: string): string => text.split("\n").map(visibleText).join("\n")

/** Where a fault is, as a person finds it: `line 40, rule notify-commission, due.within`, or `line 8, 2.verdict`. */
function placeOf(path: readonly PropertyKey[], document: Document.Parsed, lines: LineCounter): string {
  const found = path.map((_, end) => document.getIn(path.slice(0, path.length - end), true)).find(isNode)
  const line = lines.linePos(found?.range?.[0] ?? 0).line
  const [list, place, ...rest] = path
  if (list !== "rules" || place === undefined)
    return [`line ${line}`, ...(list === undefined ? [] : [path.join(".")])].join(", ")
  const rule = document.getIn(["rules", place, "id"])
  return [
    `line ${line}`,
    `rule ${typeof rule === "string" ? rule : Number(place) + 1}`,
    ...(rest.length === 0 ? [] : [rest.join(".")]),
  ].join(", ")
}

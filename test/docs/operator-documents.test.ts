import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"

const project = resolve(import.meta.dirname, "../..")
const folder = "docs/operator"
const documents = readdirSync(join(project, folder)).map((name) => `${folder}/${name}`)
const textOf = (path: string) => readFileSync(join(project, path), "utf8")

/** The tests that a document names by their title: `path` "title". */
function namedTests(document: string): { readonly path: string; readonly title: string }[] {
  return [...textOf(document).matchAll(/`(test\/[\w./-]+\.ts)`\s+"([^"]+)"/g)].map(([, path = "", title = ""]) => ({
    path,
    title: title.replaceAll(/\s+/g, " "),
  }))
}

/** Rows of tables that state something of the software, and the last cell, which says what holds it. */
function statedRows(document: string): { readonly row: string; readonly heldBy: string }[] {
  return textOf(document)
    .split("\n\n")
    .filter((table) => /^\|[^\n]*\| (shown by|held by) \|\n/.test(table))
    .flatMap((table) => table.trimEnd().split("\n").slice(2))
    .map((row) => ({ row, heldBy: row.split("|").at(-2)?.trim() ?? "" }))
}

describe("what the operator's documents state", () => {
  it.each(documents)("is held by tests of these titles: %s", (document) => {
    const missing = namedTests(document).filter(({ path, title }) => !textOf(path).includes(title))
    expect(missing).toEqual([])
  })

  it.each(documents)("names a test, a place in the code or what the operator fills in, in each row: %s", (document) => {
    const bare = statedRows(document).filter(({ heldBy }) => !/`(test|shared|infra|functions)\/|`\[/.test(heldBy))
    expect(bare).toEqual([])
  })

  it("names tests at all", () => {
    expect(documents.flatMap(namedTests).length).toBeGreaterThan(10)
    expect(documents.flatMap(statedRows).length).toBeGreaterThan(10)
  })
})

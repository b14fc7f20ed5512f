import { readFileSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "@jest/globals"
import axe from "axe-core"
import { axeTags } from "../browser/page-checks.ts"

/** Success criteria of WCAG 2.2 by level (https://www.w3.org/TR/WCAG22/). */
const criteria = {
  A:
    "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 " +
    "2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2",
  AA:
    "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 " +
    "3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3",
}
/** EN 301 549 V3.2.1 is older than WCAG 2.2 and does not have these. */
const newInWcag22 = ["2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"]

const browserTests = join(import.meta.dirname, "../browser")

const reports = [
  { page: 0, of: "the recipient's page", tests: /^(pages\/recipient-page|every-recipient-page)/ },
  { page: 1, of: "the console", tests: /^(console\/|every-console-page|main-path)/ },
  { page: 2, of: "the operator's page", tests: /^(pages\/operator-page|every-operator-page)\.ts$/ },
] as const

const document = readFileSync(join(import.meta.dirname, "../../docs/accessibility.md"), "utf8")

/** Titles of tests that the report quotes by a short name. */
const shortNames = new Map(
  [...document.matchAll(/^\| \*(\w+)\* \| `([^`]+)` \|$/gm)].map(([, name = "", title = ""]) => [name, title]),
)

/** What the report says of each criterion on one of its pages. "Same" repeats the page before. */
const rowsOf = (page: number) =>
  document.split("\n").flatMap((line) => {
    if (!/^\| \d+\.\d+\.\d+ /.test(line)) return []
    const cells = line.slice(2, -2).split(" | ")
    const [criterion = "", level = "", ...pages] = cells
    const said = pages.slice(0, page + 1).findLast((cell) => cell !== "same") ?? ""
    const [, result = "", evidence = ""] = /^(met|does not apply): (.+)$/.exec(said) ?? []
    return [{ criterion: criterion.split(" ")[0] ?? "", level, result, evidence }]
  })

/** Titles of the tests in a file, of those too that run for each row of a table. */
const titlesIn = (source: string): readonly string[] =>
  [...source.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*"([^"]+)"/g)].map(([, title = ""]) => title)

/** What stands as code or short name is the title of a test, but not where somebody read the evidence. */
const quotedTests = (evidence: string) =>
  evidence.startsWith("read in ")
    ? []
    : [...evidence.matchAll(/`([^`]+)`|\*(\w+)\*/g)].map(
        ([, title, name = ""]) => title ?? shortNames.get(name) ?? name,
      )

const axeTest = "has nothing that axe finds wrong"

describe.each(reports)("the report on accessibility of $of", ({ page, tests }) => {
  const rows = rowsOf(page)
  let titles: ReadonlySet<string>

  beforeAll(async () => {
    const names = (await readdir(browserTests, { recursive: true })).filter((name) => tests.test(name))
    const read = (name: string) => readFile(join(browserTests, name), "utf8")
    const sources = await Promise.all(names.map(read))
    const shared = sources.some((source) => source.includes("foundOnPages()")) ? [await read("found-on-pages.ts")] : []
    titles = new Set([...sources, ...shared].flatMap(titlesIn))
  })

  it("has one row for each criterion of levels A and AA, with its level, and marks those that are new", () => {
    const expected = Object.entries(criteria).flatMap(([level, numbers]) =>
      numbers.split(" ").map((criterion) => ({
        criterion,
        level: newInWcag22.includes(criterion) ? `${level} (new)` : level,
      })),
    )
    const found = rows.map(({ criterion, level }) => ({ criterion, level }))
    expect(found.length).toBe(55)
    expect(new Set(found.map((row) => JSON.stringify(row)))).toEqual(
      new Set(expected.map((row) => JSON.stringify(row))),
    )
  })

  it("quotes tests that exist", () => {
    const missing = rows
      .flatMap(({ evidence }) => quotedTests(evidence))
      .filter((title) => !titles.has(title) && !titles.has(`${title} in $lang`))
    expect(missing).toEqual([])
  })

  it("says of each criterion which test shows it, who read it, or why it does not apply", () => {
    const bare = rows.filter(({ result, evidence }) =>
      result === "does not apply"
        ? evidence.length < 10
        : result !== "met" || (quotedTests(evidence).length === 0 && !evidence.startsWith("read in ")),
    )
    expect(bare).toEqual([])
  })

  it("counts on axe only where axe has a rule", () => {
    const tags = new Set(axe.getRules(axeTags).flatMap((one) => one.tags))
    const claimed = rows.filter(({ evidence }) => quotedTests(evidence).includes(axeTest))
    expect(claimed.length).toBeGreaterThan(3)
    expect(claimed.filter(({ criterion }) => !tags.has(`wcag${criterion.replaceAll(".", "")}`))).toEqual([])
  })
})

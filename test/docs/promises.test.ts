import { globSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"
import { pagesOfContexts, pagesWithPromises } from "../../infra/cli/documents/promises/pages-with-promises.ts"
import {
  promisesNamed,
  sentencesOf,
  unpromisedSentences,
  withPromises,
} from "../../infra/cli/documents/promises/promises-in-page.ts"
import { promises } from "../../infra/cli/documents/promises/register.ts"

const project = resolve(import.meta.dirname, "../..")
const textOf = (path: string) => readFileSync(join(project, path), "utf8")
const pages = pagesWithPromises(project)
const ids = Object.keys(promises).sort()

/** The ids in titles of tests, such as `it("shows nothing (promise: reference-reveals-nothing)"`. */
const tagged = globSync("test/**/*.{test,contract}.ts", { cwd: project }).flatMap((path) =>
  [...textOf(path).matchAll(/\(promise: ([a-z0-9, -]+)\)["`]/g)].flatMap(([, list = ""]) => list.split(", ")),
)

describe("the register of promises", () => {
  it("has one whole sentence for each, in which a general word stands with its exceptions", () => {
    const broken = Object.entries(promises).filter(
      ([, { says, holds }]) => sentencesOf(says).length !== 1 || !/^[A-Z`].*\.$/.test(says) || holds === "",
    )
    expect(broken).toEqual([])
  })

  it("names for each promise tests that search for a counter-example, or how else it is known", () => {
    const known = ids.filter((id) => promises[id]?.known !== undefined)
    expect([...new Set([...tagged, ...known])].sort()).toEqual(ids)
    expect(tagged.filter((id) => known.includes(id))).toEqual([])
  })

  it("has no promise that no page makes", () => {
    expect([...new Set(pages.flatMap((path) => promisesNamed(textOf(path))))].sort()).toEqual(ids)
  })
})

describe("a page for readers", () => {
  it.each(pages)("names a promise where it says something of all or of none: %s", (path) => {
    expect(unpromisedSentences(textOf(path))).toEqual([])
  })
})

describe("the README of a context", () => {
  it.each(pagesOfContexts(project))("names promises that there are, by their ids: %s", (path) => {
    const [, named = ""] =
      /## What it promises (.*?) of \[the register\]/.exec(textOf(path).replaceAll(/\s+/g, " ")) ?? []
    const found = [...named.matchAll(/`([^`]+)`/g)].map(([, id = ""]) => id)
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe("a page with promises", () => {
  const register = { "it-rains": { says: "It rains only on Mondays.", holds: "everywhere" } }

  it("gets the sentence of a promise in front of its id, and in a row that names it", () => {
    const page = (sentence: string) =>
      `- Some text. ${sentence}<!-- promise: it-rains --> More\n  text.\n\n| a | b | promise |\n|---|---|---|\n| c | ${sentence} | \`it-rains\` |\n`
    expect(withPromises(page("It never rains."), register)).toBe(
      page("It rains only on Mondays.").replace("More\n  text", "More text"),
    )
    expect(promisesNamed(page("It rains."))).toEqual(["it-rains", "it-rains"])
    expect(() => withPromises(page("").replaceAll("it-rains", "it-snows"), register)).toThrow("it-snows")
  })

  it("has its sentence written although its comment goes on in the next line", () => {
    const page = "Text. It never rains.<!-- promise:\n  it-rains -->\n"
    expect(promisesNamed(page)).toEqual(["it-rains"])
    expect(withPromises(page, register)).toBe("Text. It rains only on Mondays.<!-- promise: it-rains -->\n")
  })

  it.each([
    "It rains.<!-- promise:it-rains -->",
    "It rains.<!--promise: it-rains-->",
    "It rains.<!-- promise: It-Rains -->",
    "# It rains.<!-- promise: it-rains -->",
    "> It rains.<!-- promise: it-rains -->",
    "```\nIt rains.<!-- promise: it-rains -->\n```",
  ])("is refused with a comment behind which no sentence can be written: %j", (page) => {
    expect(() => withPromises(page, register)).toThrow("no sentence can be written")
  })

  it("is told each sentence with a general word and no id, in a paragraph, an item or a cell", () => {
    const page =
      "# Never\n\nIt is **never** wet. It rains.\n- None is dry.<!-- promise: it-rains -->\n- [Only](none.md) `never`\n- It leaves nothing wet. It rains nowhere. Any cloud is dry. Ask anyone.\n- See [there](never.md) and `none`, [here](only.md).\n\n| a |\n|---|\n| always |\n"
    expect(unpromisedSentences(page)).toEqual([
      "It is **never** wet.",
      "[Only](none.md) `never`",
      "It leaves nothing wet.",
      "It rains nowhere.",
      "Any cloud is dry.",
      "Ask anyone.",
      "always",
    ])
  })
})

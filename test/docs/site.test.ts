import { execFileSync } from "node:child_process"
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import MiniSearch from "minisearch"
import * as z from "zod"
import { searchOptions, searchWeights } from "../../docs/site/search-options.mjs"
import { madeDocuments } from "../../infra/cli/documents/generated-files.ts"
import { pagesWithPromises } from "../../infra/cli/documents/promises/pages-with-promises.ts"
import { describedCodes } from "../../shared/pages/problems/problem-page.ts"

const project = resolve(import.meta.dirname, "../..")
const site = mkdtempSync(join(tmpdir(), "wayseal-site-"))
execFileSync(
  process.execPath,
  ["node_modules/@11ty/eleventy/cmd.cjs", "--config=docs/site/eleventy.config.mjs", `--output=${site}`],
  { cwd: project },
)
afterAll(() => rmSync(site, { recursive: true }))

const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".html"))
const textOf = (page: string) => readFileSync(join(site, page), "utf8")

const characters: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" }

/** Links and pictures of a page that lead to no file or no place of the site. */
function brokenLinks(page: string): string[] {
  return [...textOf(page).matchAll(/ (?:href|src)="([^"]+)"/g)].flatMap(([, given = ""]) => {
    if (/^[a-z]+:/.test(given)) return []
    const [path = "", anchor] = given.split("#")
    const target = path === "" ? page : join(dirname(page), decodeURI(path))
    if (!existsSync(join(site, target))) return [given]
    if (anchor === undefined) return []
    return textOf(target).includes(` id="${decodeURIComponent(anchor)}"`) ? [] : [given]
  })
}

describe("the documentation site", () => {
  it.each(pages)("has no link that leads nowhere: %s", (page) => {
    expect(brokenLinks(page)).toEqual([])
  })

  it.each(pages)("has a title, a language, and nothing that its policy would stop: %s", (page) => {
    const text = textOf(page)
    expect(text).toMatch(/<html lang="en">[\s\S]*<title>\S.* \| Wayseal<\/title>[\s\S]*<h1/)
    expect(text).not.toContain("-- promise:")
    expect(text).not.toMatch(/<style|<script(?![^>]* src=)| style="| on[a-z]+="|src="https?:/)
  })

  it("has a page for every document, and leads to its sources nowhere", () => {
    const documents = execFileSync("git", ["ls-files", "docs/*.md", "docs/**/*.md"], { cwd: project, encoding: "utf8" })
      .trim()
      .split("\n")
    const expected = documents.map((path) =>
      path === "docs/README.md"
        ? "index.html"
        : path.replace("docs/", "").replace(/(README)?\.md$/, (_, is) => (is ? "index.html" : ".html")),
    )
    expect(pages).toEqual(expect.arrayContaining(expected))
    expect(pages.filter((page) => /href="(?!https:)[^"]+\.(ts|tsx|md)"/.test(textOf(page)))).toEqual([])
  })

  it("shows every program of a first event as it is, below its name", () => {
    const programs = globSync("examples/{curl,node,php,python}/*.{sh,mjs,php,py}", { cwd: project })
    const page = textOf("first-event.html").replaceAll(/&(lt|gt|quot|amp);/g, (entity) => characters[entity] ?? entity)
    expect(programs.length).toBeGreaterThan(10)
    for (const path of programs)
      expect(page).toContain(`${path}<pre><code>${readFileSync(join(project, path), "utf8")}</code></pre>`)
  })

  it("has the page about the problems of the API, which git does not have", () => {
    expect(pages).toContain("problems.html")
    for (const { code } of describedCodes()) expect(textOf("problems.html")).toContain(`<h2 id="${code.toLowerCase()}"`)
  })

  it("has every page and file that is made from the code, and leads to each where the documents name it", async () => {
    for (const path of (await madeDocuments()).keys())
      expect([path, existsSync(join(site, "generated", path.replace(/\.md$/, ".html")))]).toEqual([path, true])
    const named = [
      ...readFileSync(join(project, "docs/made-from-code.md"), "utf8").matchAll(
        /^## .+\n\n\[`((?:generated\/)?[\w.-]+)`/gm,
      ),
    ].map(([, place]) => place)
    expect(named).toHaveLength(10)
    const linked = new Set(
      pages.flatMap((page) =>
        [...textOf(page).matchAll(/ href="((?:\.\.\/)*(?:generated\/)?[\w.-]+)"/g)].map(([, href = ""]) =>
          join(dirname(page), href),
        ),
      ),
    )
    expect(named.filter((place = "") => !linked.has(place))).toEqual([])
    expect(textOf("index.html")).not.toContain("made-from-code.html#the-laws")
  })

  it("leads from each sentence that is a promise to its row, which names the tests that hold it", () => {
    const named = pagesWithPromises(project).flatMap((path) =>
      [...readFileSync(join(project, path), "utf8").matchAll(/<!-- promise:\s([a-z0-9-]+) -->/g)].map(([, id]) => id),
    )
    const shown = pages.flatMap((page) =>
      [
        ...textOf(page).matchAll(
          / <a href="(?:\.\.\/)*(?:generated\/)?promises\.html#([a-z0-9-]+)" class="promise">\1<\/a>/g,
        ),
      ].map(([, id]) => id),
    )
    expect(shown.sort()).toEqual(named.sort())
    for (const id of shown) expect(textOf("generated/promises.html")).toContain(`<td id="${id}"><code>${id}</code>`)
  })

  it("describes every operation of the API, with its fields", () => {
    const { paths } = z
      .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))) })
      .parse(JSON.parse(readFileSync(join(site, "generated/openapi.json"), "utf8")))
    const reference = pages
      .filter((page) => page.startsWith("api/"))
      .map(textOf)
      .join("\n")
    for (const { operationId } of Object.values(paths).flatMap((each) => Object.values(each)))
      expect(reference).toContain(`<h2 id="${operationId}">`)
    const accessOf = (id: string) =>
      new RegExp(`<h2 id="${id}">[\\s\\S]*?<p>(It .*|Anybody .*)</p>`).exec(reference)?.[1]
    expect(["post-lookups", "get-cases", "post-invitations-read"].map(accessOf)).toEqual([
      "It takes a party&#39;s token, and works without.",
      "It needs a party&#39;s token or an officer&#39;s session.",
      "Anybody may call it.",
    ])
    expect(reference).toMatch(/<code>notifiedAt<\/code>[\s\S]{0,60}string \(date-time\)/)
  })

  it("begins with what Wayseal is, in the words of the README", () => {
    const [, said = ""] = /^# Wayseal\n\n([^>]+)\n\n>/.exec(readFileSync(join(project, "README.md"), "utf8")) ?? []
    expect(said).toMatch(/^A retailer and a carrier /)
    expect(textOf("index.html")).toMatch(/<main[^>]*>\s*<h1[^>]*>Wayseal<\/h1>\s*<p>/)
    expect(textOf("index.html")).toContain(`<p>${said}</p>`)
  })

  it("names a document that it leads to by its title, not by its file", () => {
    expect(pages.filter((page) => / href="[^"]*">[\w./-]+\.md<\/a>/.test(textOf(page)))).toEqual([])
    expect(textOf("index.html")).toContain('<a href="recipient-page.html">The page for recipients</a>')
  })

  const index = MiniSearch.loadJSON(readFileSync(join(site, "search-index.json"), "utf8"), searchOptions)

  it.each([
    "notify the regulator",
    "report a breach",
    "exposed shipments",
    "close a case",
    "sign in",
    "erase shipment",
    "threshold",
    "deploy",
    "alarm queue",
    "timeline",
    "duty",
  ])("finds a guide before the tables made from the code: %s", (query) => {
    const [first] = index.search(query, searchWeights)
    expect(first?.["url"]).toMatch(/^(?!generated|api|decisions|problems)./)
    expect(index.search(query, { ...searchWeights, filter: ({ url }) => /^(generated|api)/.test(url) })).not.toEqual([])
  })

  it("finds a section by words in it", () => {
    const found = index.search("rotating origin secret", searchWeights).slice(0, 3)
    expect(found.map(({ url }) => url)).toContain("deploying.html#rotating-the-origin-secret")
  })
})

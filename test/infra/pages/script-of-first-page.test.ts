import { gzipSync } from "node:zlib"
import { describe, expect, it } from "@jest/globals"
import { buildConsole, type ConsoleFiles } from "../../browser/console-files.ts"

/** The one script of the console whose name begins so. */
const scriptNamed = (files: ConsoleFiles, name: string): string =>
  [...files.keys()].find((path) => new RegExp(`^assets/${name}-[^/]*\\.js$`).test(path)) ?? `no ${name}`

/** What a browser loads of scripts: those that the page names, some that it asks for later, and what these import. */
function scriptsOf(files: ConsoleFiles, ...later: readonly string[]): ReadonlyMap<string, number> {
  const text = (path: string) => files.get(path)?.content.toString() ?? ""
  const found = new Map<string, number>()
  const load = (path: string) => {
    if (found.has(path)) return
    found.set(path, gzipSync(text(path)).length)
    for (const [, name] of text(path).matchAll(/(?:from|import)\s*["`]\.\/([\w.-]+\.js)["`]/g)) load(`assets/${name}`)
  }
  for (const [, path = ""] of text("index.html").matchAll(/(?:src|href)="\/desk\/(assets\/[\w.-]+\.js)"/g)) load(path)
  for (const name of later) load(scriptNamed(files, name))
  return found
}

const kilobytesOf = (scripts: ReadonlyMap<string, number>): number =>
  [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0) / 1_000

describe.each(["en", "fr"])("the script of a first page in %s", (language) => {
  it("has at most 120 KB for the sign-in, and no code of a case", async () => {
    const files = await buildConsole()
    const scripts = scriptsOf(files, "client", language, "sign-in-page")
    expect([...scripts.keys()].filter((path) => /application|-page-/.test(path))).toEqual([
      scriptNamed(files, "sign-in-page"),
    ])
    expect(kilobytesOf(scripts)).toBeGreaterThan(60)
    expect(kilobytesOf(scripts)).toBeLessThan(120)
  })

  it("has at most 205 KB for the cases and the overview of one", async () => {
    const scripts = scriptsOf(await buildConsole(), "client", language, "application")
    expect(kilobytesOf(scripts)).toBeGreaterThan(120)
    expect(kilobytesOf(scripts)).toBeLessThan(205)
  })
})

import { spawnSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"

const project = resolve(import.meta.dirname, "../..")
const read = (path: string): string => readFileSync(resolve(project, path), "utf8")
const page = read("docs/first-event.md")

describe("the page of a first event", () => {
  it.each(["curl", "node", "php", "python"])(
    "leads to every program of its examples, and to no other: %s",
    (language) => {
      const led = [...page.matchAll(/^- \[(examples\/\S+)\]\(\.\.\/(\S+)\)$/gm)].filter(([, path]) =>
        path?.startsWith(`examples/${language}/`),
      )
      expect(led.map(([, path]) => path).sort()).toEqual(
        globSync(`examples/${language}/*.{sh,mjs,php,py}`, { cwd: project }).sort(),
      )
      for (const [, shown, target] of led) expect(target).toBe(shown)
    },
  )

  it("runs only programs that are there", () => {
    for (const [path] of page.matchAll(/examples\/[\w-]+\/[\w.-]+/g)) expect(read(path)).not.toBe("")
  })
})

describe("an example of a party's program", () => {
  const programs = globSync("examples/{curl,node,php,python}/*.{sh,mjs,php,py}", { cwd: project })

  it("takes only variables that npm start writes, and those that its page sets", () => {
    const source = read("infra/local/local-settings.ts")
    const written = [...source.matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name]) => name)
    const known = new Set([...written, "WAYSEAL_WEBHOOK_SECRET", "PORT"])
    const taken = programs.flatMap((path) =>
      [...read(path).matchAll(/\b(WAYSEAL_[A-Z_]+|PORT)\b/g)].map(([name]) => name),
    )
    expect(new Set(taken).size).toBeGreaterThan(5)
    for (const name of taken) expect(known).toContain(name)
  })

  const settingsOfNode = "import('./examples/node/wayseal-settings.mjs').then(({ setting }) => setting('WAYSEAL_KID'))"
  it.each([
    ["bash", ["examples/curl/first-event.sh"]],
    ["bash", ["examples/curl/first-alert.sh"]],
    ["php", ["examples/php/first-event.php"]],
    ["python3", ["-B", "examples/python/receive_alert.py"]],
    [process.execPath, ["-e", settingsOfNode]],
  ])("says which setting is missing and where it comes from, without a stack: %s %j", (command, args) => {
    const { error, status, stdout, stderr } = spawnSync(command, args, {
      cwd: project,
      env: { PATH: process.env["PATH"] },
      encoding: "utf8",
    })
    // Not every machine has PHP.
    if (error !== undefined) return expect(error).toMatchObject({ code: "ENOENT", path: "php" })
    expect(stderr).toMatch(
      /^.*WAYSEAL_\w+:? is not set\. npm start writes it: set -a; \. \.wayseal\/local\.env; set \+a\n$/,
    )
    expect([status, stdout]).toEqual([1, ""])
  })

  it("reads no setting without saying that it is missing", () => {
    for (const path of programs) expect(read(path)).not.toMatch(/(process\.env\.|environ\W+|getenv\(.)WAYSEAL/)
  })
})

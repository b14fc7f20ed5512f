import { execFile } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { everyCommand } from "./cli/command-line/answer.ts"
import type { Ran } from "./cli/run-wayseal.ts"

const ran = z.object({ status: z.number(), stdout: z.string(), stderr: z.string() })
const manifest = z.object({
  scripts: z.record(z.string(), z.string()),
  wireit: z.record(z.string(), z.object({ command: z.string().default("") })),
})
const read = manifest.parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")))
/** The command of each script, also of those that wireit runs. */
const scripts = Object.entries(read.scripts).map(([name, command]): readonly [string, string] => [
  name,
  read.wireit[name]?.command ?? command,
])
const run = (file: string, ...args: readonly string[]): Promise<Ran> =>
  new Promise((settle) => {
    execFile(process.execPath, [file, ...args], (error, stdout, stderr) => {
      settle({ status: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })

/** Scripts that run a file of ours, by name. */
const ours = scripts.flatMap(([name, command]) => {
  const [, file, rest = ""] = /^node (?:--\S+ )*((?:infra|test)\/\S+)(?: (.+))?$/.exec(command) ?? []
  return file === undefined ? [] : [{ name, file, rest }]
})
const shortForms = ours.filter(({ file }) => file === "infra/cli/wayseal.mjs")
/** Those that fix an option of another one, as `prepare` does of `generate`, answer as that one. */
const isVariant = ({ file, rest }: (typeof ours)[number]) =>
  rest !== "" && ours.some((other) => other.file === file && other.rest === "")
const others = ours.filter((one) => one.file !== "infra/cli/wayseal.mjs" && !isVariant(one))

describe("the scripts of package.json", () => {
  it("are short forms of commands, if they are for those who run an exchange", async () => {
    const commands = new Set((await everyCommand()).map(({ words }) => words.split(" ")[0]))
    expect(shortForms.map(({ name }) => name)).toEqual(expect.arrayContaining(["start", "verify", "simulate"]))
    for (const { rest } of shortForms) expect(commands).toContain(rest)
  })

  let helps: readonly Ran[] = []
  beforeAll(async () => {
    const files = JSON.stringify(others.map(({ file }) => file))
    const { status, stdout, stderr } = await run("test/infra/run-scripts.ts", files, "--help")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    helps = z.array(ran).parse(JSON.parse(stdout))
  }, 120_000)

  it.each(others.map(({ name }, place) => ({ name, place })))(
    "answer --help without doing their work: $name",
    ({ name, place }) => {
      expect(helps[place]).toMatchObject({ status: 0, stderr: "" })
      expect(helps[place]?.stdout).toMatch(new RegExp(`^npm run ${name}( -- \\[options\\])?\\n\\n`))
    },
  )

  it("end with 2 and their usage for an unknown option", async () => {
    const { status, stdout, stderr } = await run("infra/cli/check-house.ts", "--jsn")
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(/^Unknown option '--jsn'\nnpm run house\n/)
  }, 60_000)
})

describe("the package.json of an example", () => {
  const examples = new URL("../../examples/", import.meta.url)
  const files = globSync("**/package.json", { cwd: examples.pathname, exclude: ["**/node_modules"] })

  it.each(files)("has the name and version without which SAM cannot pack it: %s", (file) => {
    const given: unknown = JSON.parse(readFileSync(new URL(file, examples), "utf8"))
    expect(given).toMatchObject({ name: expect.stringMatching(/./), version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
  })
})

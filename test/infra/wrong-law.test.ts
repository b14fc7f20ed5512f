import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"

/** The project with a law of a deployer's own whose file is wrong. All else is linked. */
let project = ""
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "project-"))
  for (const name of ["client", "console", "functions", "infra", "node_modules", "shared", "package.json"])
    symlinkSync(resolve(name), join(project, name))
  mkdirSync(join(project, "stages/laws"), { recursive: true })
  writeFileSync(join(project, "stages/laws/us-xx-own-act.yaml"), "id: us-xx-own-act\nedition: 1\n")
})
afterAll(() => rmSync(project, { recursive: true }))

const run = (...args: string[]) =>
  spawnSync(process.execPath, ["--preserve-symlinks", "--preserve-symlinks-main", ...args], {
    cwd: project,
    encoding: "utf8",
  })
const sentence = /stages\/laws\/us-xx-own-act\.yaml is not right:\n {2}line 1, name: /

describe("a law of one’s own whose file is wrong", () => {
  it("stops synthesis in a sentence, without a stack trace", () => {
    const { status, stderr } = run("infra/main.ts")
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(status).toBe(1)
  })

  it("stops a command that needs the laws in a sentence, as JSON too", () => {
    const { status, stderr } = run("infra/cli/wayseal.ts", "notice-sentences", "eu-gdpr")
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(status).toBe(2)
    const { stdout } = run("infra/cli/wayseal.ts", "notice-sentences", "eu-gdpr", "--json")
    expect(JSON.parse(stdout)).toEqual({ error: { code: "unusableFile", message: expect.stringMatching(sentence) } })
  })

  it.each([
    [["--help"], 0],
    [["setup", "--help"], 0],
    [["remove", "--stage", "none"], 2],
    [["redrive", "--stage", "none"], 2],
    [["status", "--stage", "none"], 2],
    [["parties", "list", "--stage", "none"], 2],
  ])("does not stop %s, which needs no law", (args, expected) => {
    const { status, stderr } = run("infra/cli/wayseal.ts", ...args)
    expect(stderr).not.toMatch(sentence)
    if (expected !== 0) expect(stderr).toMatch(/stage/i)
    expect(status).toBe(expected)
  })
})

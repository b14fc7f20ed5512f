import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { answer } from "./command-line/answer.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "connector-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const connector = (...args: readonly string[]) => answer("connector", "--stage", "example", ...args)
const hub = ["--hub-account", "123456789012"]
const template = z.looseObject({ Description: z.string(), Resources: z.record(z.string(), z.unknown()) })

describe("npx wayseal connector", () => {
  it("prints the template of a party with an account, and nothing else", async () => {
    const made = await connector("--party", "maplebooks", ...hub)
    expect(made).toMatchObject({ status: 0, stderr: "" })
    expect(template.parse(JSON.parse(made.stdout)).Description).toBe("Wayseal example: connects maplebooks to the hub")
    expect(made.stdout).not.toMatch(/northpost/i)
  })

  it("writes it to a file", async () => {
    const file = join(folder, "connector.json")
    const made = await connector("--party", "maplebooks", ...hub, "--out", file, "--json")
    expect(JSON.parse(made.stdout)).toEqual({ written: file })
    expect(Object.keys(template.parse(JSON.parse(readFileSync(file, "utf8"))).Resources).length).toBeGreaterThan(8)
  })

  it.each([
    ["a party that has none", ["--party", "northpost", ...hub], /northpost has no account .+ needs no connector/],
    [
      "a party that is unknown",
      ["--party", "maple", ...hub],
      /There is no party "maple"\. .+ account are: maplebooks\.$/m,
    ],
    ["a party with the hub's own account", ["--party", "maplebooks", "--hub-account", "111122223333"], /hub's own/],
    ["a hub whose account is not known", ["--party", "maplebooks"], /--hub-account/],
    ["a stage that is unknown", ["--stage", "none", "--party", "maplebooks"], /There is no stage "none"/],
    ["a folder that is not there", ["--party", "maplebooks", ...hub, "--out", "/none/at/all"], /cannot be written/],
    ["no party", [], /Name a party with --party\. Those with an account are: maplebooks\./],
  ])("ends with 2 and the reason for %s", async (_, args, reason) => {
    const refused = await connector(...args)
    expect(refused).toMatchObject({ status: 2, stdout: "" })
    expect(refused.stderr).toMatch(reason)
  })
})

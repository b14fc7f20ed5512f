import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import { zipSync } from "fflate"
import * as z from "zod"
import { alterations } from "../../proof/evidence-package/altered-packages.ts"
import { intactDraft, type Package, packageOf, pinned } from "../../proof/evidence-package/sample-package.ts"
import { writtenPackage } from "../../proof/evidence-package/written-package.ts"
import { answer } from "./command-line/answer.ts"

const folder = mkdtempSync(join(tmpdir(), "wayseal-package-"))
afterAll(() => rmSync(folder, { recursive: true }))

const report = z.object({
  holds: z.boolean(),
  findings: z.array(z.object({ check: z.string(), outcome: z.string(), code: z.string() })),
})

const written = (name: string, files: Package): string => writtenPackage(folder, name, files)

describe("npx wayseal verify, of an evidence package", () => {
  it.each(alterations)("says what is broken when $what", async ({ what, make, broken }) => {
    const path = written(what, await make())
    const { status, stdout } = await answer("verify", path, "--pin", await pinned(), "--json")
    const { holds, findings } = report.parse(JSON.parse(stdout))
    const found = findings.flatMap(({ check, outcome, code }) => (outcome === "broken" ? [[check, code]] : []))
    expect(Object.fromEntries(found)).toEqual(broken)
    expect([status, holds]).toEqual(found.length === 0 ? [0, true] : [1, false])
  })

  it("says in words what holds, what is broken and what could not be checked", async () => {
    const path = written("words", await packageOf({ ...(await intactDraft()), stated: [] }))
    const { stdout } = await answer("verify", path)
    expect(stdout).toMatch(/^Files {6}Holds {8}Files as the manifest lists them: 5\.$/m)
    expect(stdout).toMatch(/^Key {8}Not checked {2}Compare \S{43} with the id that the hub's operator gave you/m)
    expect(stdout).toMatch(/^Statements Not checked {2}The package has none\.$/m)
  })

  it("reads a zip of the files, and of the folder", async () => {
    const files = await packageOf(await intactDraft())
    const inFolder = [...files].map(([path, bytes]): [string, Uint8Array] => [`evidence/${path}`, bytes])
    for (const [name, entries] of [["flat", [...files]] as const, ["nested", inFolder] as const]) {
      const path = join(folder, `${name}.zip`)
      writeFileSync(path, zipSync(Object.fromEntries(entries)))
      expect(await answer("verify", path, "--pin", await pinned())).toMatchObject({ status: 0 })
    }
  })

  it("says what is missing of a folder that is no package", async () => {
    const path = written("none", new Map([["dossier.json", new Uint8Array()]]))
    expect(await answer("verify", path)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("manifest.json is missing"),
    })
    expect(await answer("verify", path, "--keys", "keys.json")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--keys: an evidence package holds them itself"),
    })
    writeFileSync(join(folder, "torn.zip"), "PK")
    expect(await answer("verify", join(folder, "torn.zip"))).toMatchObject({ status: 2 })
  })
})

describe("npx wayseal verify, of a package that somebody made to mislead or to harm", () => {
  const forged = "\nChain      Holds        Entries that lead to the head: 9."

  it("prints nothing that a name in it makes look like a line of the verdict", async () => {
    const [, changed] = alterations
    const files = new Map([...((await changed?.make()) ?? []), [`a.txt${forged}\u202e\u001b[2J`, new Uint8Array()]])
    const zip = join(folder, "misleading.zip")
    writeFileSync(zip, zipSync(Object.fromEntries(files)))
    for (const path of [written("misleading", files), zip]) {
      const { status, stdout } = await answer("verify", path)
      expect(status).toBe(1)
      expect(stdout.split("\n").filter((line) => line.startsWith("Chain"))).toEqual([
        "Chain      BROKEN       Entry 4 is the first that is wrong: its content was changed.",
      ])
      expect(stdout).toContain("a.txt\\u{a}Chain")
      expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })

  it.each<[string, (place: string) => void]>([
    ["a link to a file elsewhere", (place) => symlinkSync(join(folder, "torn.zip"), place)],
    ["a link to a folder above", (place) => symlinkSync("..", place)],
    ["a link to a device that never ends", (place) => symlinkSync("/dev/zero", place)],
    ["a pipe that nobody writes to", (place) => execFileSync("mkfifo", [place])],
  ])("reads no further than %s, and names it", async (what, make) => {
    const path = written(what, await packageOf(await intactDraft()))
    make(join(path, "files", "ev_2.txt"))
    expect(await answer("verify", path)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("files/ev_2.txt is a link or a device."),
    })
  })

  it("unpacks no zip that is many times its size, has very many files, or ends in the middle", async () => {
    const good = Object.fromEntries(await packageOf(await intactDraft()))
    const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, place) => [`files/${place}`, new Uint8Array()]))
    const zips = {
      large: [zipSync({ ...good, "documents/zeros": new Uint8Array(32 * 1024 ** 2) }), "more than 100 times its size"],
      many: [zipSync({ ...good, ...many }, { level: 0 }), "more than 5000 files"],
      cut: [zipSync(good).slice(0, -600), "cannot be read"],
    } as const
    for (const [name, [bytes, sentence]] of Object.entries(zips)) {
      const path = join(folder, `${name}.zip`)
      writeFileSync(path, bytes)
      expect(await answer("verify", path)).toMatchObject({ status: 2, stderr: expect.stringContaining(sentence) })
    }
  })
})

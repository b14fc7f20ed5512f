import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { setUpAlone } from "../../infra/local/alone.ts"
import { installPythonPackages } from "../../infra/local/python-packages.ts"
import { alterations } from "../proof/evidence-package/altered-packages.ts"
import { intactDraft, type Package, packageOf, pinned } from "../proof/evidence-package/sample-package.ts"
import { writtenPackage } from "../proof/evidence-package/written-package.ts"

const example = new URL("../../examples/evidence-verifier-python/", import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), "wayseal-verifier-"))

const written = (name: string, files: Package): string => writtenPackage(folder, name, files)

describe("the verifier of evidence packages in Python", () => {
  let python = ""
  beforeAll(async () => {
    const packages = {
      tool: "what the verifier of evidence packages in Python needs",
      folderName: "evidence-verifier",
      requirementsPath: `${example}requirements.txt`,
      withoutPython: [],
    }
    python = await setUpAlone(() => installPythonPackages(packages, () => {}))
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  const verify = (...args: readonly string[]) =>
    new Promise<{ status: number; results: readonly (readonly string[])[]; text: string }>((settle) => {
      execFile(python, [join(example, "verify_evidence.py"), ...args], (error, stdout) => {
        const results = stdout.split("\n").map((line) => line.split(/ {2,}/))
        settle({ status: Number(error?.code ?? 0), results, text: stdout })
      })
    })

  it.each(alterations)("finds what the command finds when $what", async ({ what, make, broken }) => {
    const { status, results } = await verify(written(what, await make()), await pinned())
    const found = results.flatMap(([check = "", outcome]) => (outcome === "BROKEN" ? [check] : []))
    expect([...new Set(found)].sort()).toEqual(Object.keys(broken).sort())
    expect(status).toBe(found.length === 0 ? 0 : 1)
    // Otherwise a verifier that reads nothing would find nothing.
    expect(new Set(results.map(([check]) => check)).size).toBeGreaterThanOrEqual(8)
  })

  it("leaves the key to a reader who named none, and says which entry was changed", async () => {
    const intact = await verify(written("intact", await packageOf(await intactDraft())))
    expect(intact).toMatchObject({ status: 0, text: expect.stringMatching(/^key +not checked /m) })
    const { text } = await verify(join(folder, "the data of an entry were changed"))
    expect(text).toMatch(/^chain +BROKEN +entry 4: its content was changed$/m)
  })

  it("ends with 2 for a folder that is no package", async () => {
    expect(await verify(written("none", new Map([["a.txt", new Uint8Array()]])))).toMatchObject({ status: 2 })
  })

  it("follows no link, and prints no name as a line of its own", async () => {
    const named = `a.txt\nchain       holds        9 entries lead to the head`
    const path = written("misleading", new Map([...(await packageOf(await intactDraft())), [named, new Uint8Array()]]))
    const { status, results } = await verify(path)
    expect([status, results.filter(([check]) => check === "chain").length]).toEqual([1, 1])
    symlinkSync("..", join(path, "files", "above"))
    expect(await verify(path)).toMatchObject({ status: 2, text: expect.stringContaining("a link or a device") })
  })

  it("has at most 100 lines", () => {
    const lines = readFileSync(join(example, "verify_evidence.py"), "utf8").split("\n")
    expect(lines.filter((line) => line !== "").length).toBeLessThanOrEqual(100)
  })
})

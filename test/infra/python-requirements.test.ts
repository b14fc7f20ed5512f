import { globSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import { describe, expect, it } from "@jest/globals"

const folders = globSync("{examples,infra,test}/**/requirements.txt", { cwd: new URL("../..", import.meta.url) }).map(
  dirname,
)

const readFile = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

/** The packages of a requirements file, each with its hashes. Lines that end with a backslash go on in the next. */
function requirementsOf(text: string): readonly string[] {
  return text
    .replaceAll(/\s*#.*$/gm, "")
    .replaceAll(/\s*\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line !== "")
}

describe.each(folders)("the Python packages of %s", (folder) => {
  const pinned = requirementsOf(readFile(`${folder}/requirements.txt`))

  it("are pinned with hashes, so that pip takes nothing else (promise: python-is-pinned)", () => {
    for (const line of pinned) expect(line).toMatch(/^[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}$/)
  })

  it("come from whatever index the machine is configured with", () => {
    expect(readFile(`${folder}/requirements.txt`)).not.toMatch(/https?:|--(extra-)?index-url|--find-links/)
  })

  it("hold what was asked for", () => {
    for (const asked of requirementsOf(readFile(`${folder}/requirements.in`)))
      expect(pinned.filter((line) => line.startsWith(`${asked} `))).toHaveLength(1)
  })
})

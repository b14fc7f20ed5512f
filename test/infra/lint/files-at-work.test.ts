import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, it } from "@jest/globals"
import { filesAtWork } from "../../../infra/lint/files-at-work.ts"

const project = mkdtempSync(join(tmpdir(), "wayseal-at-work-"))
afterAll(() => rmSync(project, { recursive: true }))

it("files at work are those that git knows or will know, and no others", () => {
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", project, ...args])
  git("init", "--quiet")
  writeFileSync(join(project, ".gitignore"), "ignored.md\n")
  for (const name of ["known.md", "removed.md", "new.md", "naïve.md", "ignored.md", "other.txt"])
    writeFileSync(join(project, name), "")
  git("add", "known.md", "removed.md")
  rmSync(join(project, "removed.md"))
  expect(filesAtWork(project, "*.md").sort()).toEqual(["known.md", "naïve.md", "new.md"].sort())
})

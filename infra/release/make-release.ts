/**
 * `npm run release`: writes the files of a release to dist/release/<version>, for the version in package.json, or
 * enters its commit in the list of releases. It publishes nothing. docs/releases.md says what to do with them.
 */
import { execFileSync } from "node:child_process"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"
import { fail, readCommandLine } from "../command-line.ts"
import { projectFolder } from "../local/host-environment.ts"
import { auditPackages } from "./audit.ts"
import { licenceProblems, lockFile, productionLicences } from "./licences.ts"
import { writeRelease } from "./release-files.ts"
import { AlreadyReleased, readReleases, releasesFile, withRelease } from "./releases.ts"

const usage = `npm run release -- [options]

Writes the files of a release to dist/release/<version>. Publishes nothing.

  --set   enter the current commit as this version in docs/releases.json instead; commit that file next
`
const { values: flags } = readCommandLine(usage, {
  options: { set: { type: "boolean", default: false } },
})

const readText = (name: string): string => readFileSync(join(projectFolder, name), "utf8")
const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: projectFolder, encoding: "utf8" })
const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(readText("package.json")))

function requireCommitted(): void {
  if (git("status", "--porcelain") !== "") fail("There are changes that are not committed. A release is a commit.")
}

function setRelease(): void {
  const given = { version, commit: git("rev-parse", "HEAD").trim(), changelog: readText("CHANGELOG.md") }
  try {
    const releases = withRelease(readReleases(), given)
    writeFileSync(releasesFile, `${JSON.stringify({ releases }, undefined, 2)}\n`)
    console.log(`${version} is ${given.commit}. Commit docs/releases.json.`)
  } catch (error) {
    if (!(error instanceof AlreadyReleased)) throw error
    fail(error.message)
  }
}

async function makeRelease(): Promise<void> {
  const audit = auditPackages(projectFolder)
  const licences = licenceProblems(productionLicences(lockFile.parse(JSON.parse(readText("package-lock.json")))))
  const problems = [...licences, ...(audit.outcome === "vulnerable" ? [audit.sentence] : [])]
  if (problems.length > 0) fail(problems.join("\n"))
  const folder = join(projectFolder, "dist/release", version)
  rmSync(folder, { recursive: true, force: true })
  for (const name of await writeRelease({ project: projectFolder, folder, version, audit }))
    console.log(join(folder, name))
  console.log(audit.sentence)
}

requireCommitted()
if (flags.set) setRelease()
else await makeRelease()

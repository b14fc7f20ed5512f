/**
 * `npm run release`: writes the files of a release to dist/release/<version>, for the version in package.json. It
 * publishes nothing. docs/releases.md says what to do with them.
 */
import { execFileSync } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"
import { readCommandLine } from "../command-line.ts"
import { projectFolder } from "../local/host-environment.ts"
import { auditPackages } from "./audit.ts"
import { licenceProblems, lockFile, productionLicences } from "./licences.ts"
import { writeRelease } from "./release-files.ts"

readCommandLine(
  `npm run release

Writes the files of a release to dist/release/<version>, and publishes nothing. See docs/releases.md.
`,
  {},
)

const readJson = (name: string): unknown => JSON.parse(readFileSync(join(projectFolder, name), "utf8"))
const { version } = z.looseObject({ version: z.string() }).parse(readJson("package.json"))

/** Reasons against a release. */
function obstacles(): readonly string[] {
  const changed = execFileSync("git", ["status", "--porcelain"], { cwd: projectFolder, encoding: "utf8" })
  const licences = licenceProblems(productionLicences(lockFile.parse(readJson("package-lock.json"))))
  return changed === "" ? licences : ["There are changes that are not committed. A release is a commit.", ...licences]
}

const audit = auditPackages(projectFolder)
const problems = [...obstacles(), ...(audit.outcome === "vulnerable" ? [audit.sentence] : [])]
if (problems.length > 0) {
  for (const problem of problems) console.error(problem)
  process.exitCode = 1
} else {
  const folder = join(projectFolder, "dist/release", version)
  rmSync(folder, { recursive: true, force: true })
  for (const name of writeRelease({ project: projectFolder, folder, version, audit })) console.log(join(folder, name))
  console.log(audit.sentence)
}

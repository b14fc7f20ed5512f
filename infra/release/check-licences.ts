/** `npm run licences`: ends with 1 when a production package has a licence that nobody allowed. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { readCommandLine } from "../command-line.ts"
import { projectFolder } from "../local/host-environment.ts"
import { licenceProblems, lockFile, productionLicences } from "./licences.ts"

readCommandLine(
  `npm run licences

Ends with 1 if a package that runs, or that deploys what runs, has a licence that nobody allowed.
`,
  {},
)

const lock = lockFile.parse(JSON.parse(readFileSync(join(projectFolder, "package-lock.json"), "utf8")))
const packages = productionLicences(lock)
const problems = licenceProblems(packages)
for (const problem of problems) console.error(problem)
if (problems.length > 0) console.error("infra/release/licences.ts has the list of allowed licences.")
else console.log(`${packages.length} production packages have allowed licences`)
process.exitCode = problems.length > 0 ? 1 : 0

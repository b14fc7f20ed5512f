/**
 * `npm run lint:templates`: synthesises the example stages, as a deployer would, and lets cfn-lint compare the
 * templates, and those of examples/, with what CloudFormation takes in several regions. Ends with 1 when there is an
 * error, or a warning that accepted-warnings.ts does not accept.
 */
import { execFile } from "node:child_process"
import { globSync } from "node:fs"
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as z from "zod"
import { sideBySide } from "../../shared/base/platform/side-by-side.ts"
import { readCommandLine } from "../command-line.ts"
import { edgeRegion, edgeStackName } from "../edge-place.ts"
import { setUpAlone } from "../local/alone.ts"
import { runCommand } from "../local/emulator/run-command.ts"
import { baseEnvironment, localFolder, projectFolder } from "../local/host-environment.ts"
import { installPythonPackages } from "../local/python-packages.ts"
import { stageFileName, stagesFolder } from "../stages/read-stage.ts"
import { hasBudgets } from "../stages/region-gaps.ts"
import { acceptedWarnings } from "./accepted-warnings.ts"
import { judgeFindings, type LintFinding, lintReport } from "./judge-findings.ts"

readCommandLine(
  `npm run lint:templates

Checks the templates of the example stages with cfn-lint, by the rules of six regions. Installs it with pip. Ends with 1 if it finds
something.
`,
  {},
)

/** The regions whose rules the templates meet. */
const regions = ["ca-central-1", "ca-west-1", "us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"]

/** A stage, the region that it is synthesised for, and the regions whose rules its templates meet. */
type Place = { readonly stage: string; readonly region: string; readonly rulesOf?: readonly string[] }
/**
 * The example twice: for a region that has everything, and for the one that lacks the most services. Elsewhere its
 * templates differ in nothing but the name of the region, so the rules of those regions read the first ones. In the
 * region of the edge, the secret that the edge reads has no replica there.
 */
const places: readonly Place[] = [
  {
    stage: "example",
    region: "ca-central-1",
    rulesOf: regions.filter((region) => region !== "ca-west-1"),
  },
  { stage: "example", region: "ca-west-1" },
  // With every setting of a company.
  { stage: "company", region: "ca-central-1" },
]
/** The hub's account. No party of the example has it. */
const account = "123456789012"

/** With an edge, whose stack is for another region than the others. */
const browserEdge = {
  domain: "track.hub.example",
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
  allowedOrigins: ["https://www.maplebooks.example"],
}

/** More than new tables take. */
const expectedLookupsPerSecond = 1_000

const folder = join(localFolder, "lint-templates")
const linter = {
  tool: "cfn-lint",
  folderName: "cfn-lint",
  requirementsPath: join(import.meta.dirname, "requirements.txt"),
  withoutPython: [],
}

/**
 * Makes the templates of an example in a region, with every optional resource.
 *
 * @returns their paths, as seen from `folder`
 */
async function synthesiseIn({ stage, region }: Place): Promise<readonly string[]> {
  const place = `${stage}-${region}`
  const stages = join(folder, place, "stages")
  const output = join(folder, place, "cdk.out")
  await mkdir(join(stages, stage), { recursive: true })
  const example = z.looseObject({}).parse(JSON.parse(await readFile(join(stagesFolder, stage, stageFileName), "utf8")))
  const parties = join(stagesFolder, "example/parties.json")
  const optional = {
    browserEdge,
    canaryReleases: true,
    expectedLookupsPerSecond,
    ...(hasBudgets(region) ? { monthlyBudget: { usDollars: 100 } } : {}),
  }
  const settings = { ...example, ...optional, account, region, parties }
  await writeFile(join(stages, stage, stageFileName), JSON.stringify(settings))
  const context = ["-c", `stage=${stage}`, "-c", `stages=${stages}`]
  await runCommand(join(projectFolder, "node_modules/.bin/cdk"), ["synth", "--quiet", "--output", output, ...context], {
    environment: baseEnvironment(),
  })
  const templates = (await readdir(output)).filter((name) => name.endsWith(".template.json"))
  if (templates.length === 0) throw new Error(`nothing was synthesised for ${region}`)
  return templates.map((name) => join(place, "cdk.out", name))
}

/** Writes the connector of the example's party that has an account. It has no region but in names. */
async function writeConnector({ stage, region }: Place): Promise<string> {
  const command = join(projectFolder, "infra/cli/wayseal.mjs")
  const template = `${stage}-connector.template.json`
  const stages = join(folder, `${stage}-${region}`, "stages")
  const options = ["--stage", stage, "--stages", stages, "--party", "maplebooks", "--out", join(folder, template)]
  await runCommand(process.execPath, [command, "connector", ...options], { environment: baseEnvironment() })
  return template
}

/** The findings in some templates, by the rules of some regions. */
async function lint(
  python: string,
  rulesOf: readonly string[],
  templates: readonly string[],
): Promise<readonly LintFinding[]> {
  const command = join(dirname(python), "cfn-lint")
  const options = { cwd: folder, env: baseEnvironment(), maxBuffer: 64 * 1024 * 1024 }
  const run = await new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      command,
      ["--regions", ...rulesOf, "--format", "json", "--", ...templates],
      options,
      (error, stdout, stderr) => resolve({ status: error === null ? 0 : error.code, stdout, stderr }),
    )
  })
  // cfn-lint ends with 0, or with bits for errors, warnings and information. Then its report is complete.
  if (![0, 2, 4, 6, 8, 10, 12, 14].some((status) => status === run.status))
    throw new Error(`cfn-lint ended with ${run.status}:\n${run.stderr}`)
  return lintReport.parse(JSON.parse(run.stdout))
}

/** Synthesises a stage for a region, and returns the findings in its templates but that of its edge. */
async function lintPlace(python: string, place: Place): Promise<readonly LintFinding[]> {
  const templates = await synthesiseIn(place)
  const others = templates.filter((path) => !path.includes(edgeStackName(place.stage)))
  const found = await lint(python, place.rulesOf ?? [place.region], others)
  console.log(`${place.stage} in ${place.region}: ${templates.length} templates, ${found.length} findings`)
  return found
}

try {
  const python = await setUpAlone(() => installPythonPackages(linter, console.log))
  await rm(folder, { recursive: true, force: true })
  const findings: LintFinding[] = []
  // Python and Node.js take one core each. The first place builds the bundles that the others take.
  const [first, ...others] = places
  if (first !== undefined) findings.push(...(await lintPlace(python, first)))
  await sideBySide(others, 2, async (place) => void findings.push(...(await lintPlace(python, place))))
  const ofEdges = places.map(({ stage, region }) =>
    join(`${stage}-${region}`, "cdk.out", `${edgeStackName(stage)}.template.json`),
  )
  findings.push(...(await lint(python, [edgeRegion], ofEdges)))
  const ofStages = places.filter(({ stage }, place) => places.findIndex((one) => one.stage === stage) === place)
  const connectors: string[] = []
  await sideBySide(ofStages, 2, async (place) => void connectors.push(await writeConnector(place)))
  findings.push(...(await lint(python, regions, connectors)))
  const examples = globSync(["examples/*/template.yaml", "docs/examples/*/roles.yaml"], { cwd: projectFolder }).map(
    (path) => join(projectFolder, path),
  )
  findings.push(...(await lint(python, ["ca-central-1"], examples)))
  const problems = judgeFindings(findings, acceptedWarnings)
  for (const problem of problems) console.error(problem)
  console.log(
    problems.length === 0
      ? `cfn-lint accepts the templates of ${regions.length} regions, with ${findings.length} accepted warnings`
      : `${problems.length} findings to mend, or to accept with a reason in infra/lint/accepted-warnings.ts`,
  )
  process.exitCode = problems.length === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

import { rm } from "node:fs/promises"
import { join, relative, resolve } from "node:path"
import { App } from "aws-cdk-lib"
import { Code } from "aws-cdk-lib/aws-lambda"
import * as z from "zod"
import { bundleFunctions } from "./bundle.ts"
import { addExchange } from "./exchange-app.ts"
import { loadDeployments } from "./function-deployments.ts"
import { buildPages, PagesNotInstalled } from "./pages/build-pages.ts"
import { QuotaExceeded } from "./quota-exceeded.ts"
import { templateProblems } from "./quotas.ts"
import { BundlesStale } from "./shipped-bundles.ts"
import { FileInvalid } from "./stages/configuration-file.ts"
import { loadLawsToMend } from "./stages/load-laws-to-mend.ts"
import { requirePartiesOfBuses } from "./stages/partner-buses.ts"
import { readPartiesFile } from "./stages/read-parties.ts"
import { readStage, StageUnknown, stagesFolder } from "./stages/read-stage.ts"
import { localStage } from "./stages/stage-config.ts"
import { trialOf } from "./stages/trial-stage.ts"
import { templatesOf } from "./templates-of-app.ts"

// It synthesises below, once. By itself it would again after an error, and hide what that says.
const app = new App({ autoSynth: false })

/** A value that was passed to the CDK with `-c`. */
const contextOf = (name: string) => z.string().optional().parse(app.node.tryGetContext(name))

async function synthesise(): Promise<void> {
  const folder = contextOf("stages") ?? stagesFolder
  const { CDK_DEFAULT_ACCOUNT: signedInAccount, CDK_DEFAULT_REGION: signedInRegion } = process.env
  const named = contextOf("stage")
  const trial =
    named === undefined ? await trialOf(folder, { account: signedInAccount, region: signedInRegion }) : undefined
  const chosen = readStage(named ?? trial, folder)
  const { name: stage, settings, partiesPath } = chosen
  if (trial !== undefined)
    process.stderr.write(
      `No stage was chosen, so this is the trial: stage "${trial}", in ${settings.region}. Its files are in ` +
        `${relative(process.cwd(), join(folder, trial))}, with keys of its parties.\n`,
    )
  const account = settings.account ?? signedInAccount
  if (account === undefined)
    throw new StageUnknown(`There is no AWS account. Sign in, or give the stage "${stage}" an account in its file.`)
  const file = resolve(contextOf("parties") ?? partiesPath)
  const parties = readPartiesFile(file, { ...settings, allowsLoopback: stage === localStage })
  requirePartiesOfBuses(chosen, parties)
  for (const sentence of loadLawsToMend()) process.stderr.write(`${sentence}\n`)
  const deployments = await loadDeployments()
  const bundles = await bundleFunctions([...deployments.keys()], file)
  const pages = await buildPages(settings.browserEdge)
  try {
    const codeOf = (name: string) => Code.fromAsset(join(bundles, name))
    addExchange(app, { stage, settings, account, parties, deployments, codeOf, pages })
    const problems = templatesOf(app).flatMap(({ stackName, template }) => templateProblems(stackName, template))
    if (problems.length > 0) throw new QuotaExceeded(problems)
  } finally {
    // The assembly has its own copy.
    for (const folder of [bundles, ...Object.values(pages)]) await rm(folder, { recursive: true })
  }
}

/** Whether an error says what to do, so that a stack trace would only hide it. */
const isForPeople = (error: unknown): error is Error =>
  [FileInvalid, StageUnknown, QuotaExceeded, BundlesStale, PagesNotInstalled].some((kind) => error instanceof kind)

try {
  await synthesise()
} catch (error) {
  if (!isForPeople(error)) throw error
  process.stderr.write(`\n${error.message}\n\n`)
  process.exitCode = 1
}

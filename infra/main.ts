import { rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { App } from "aws-cdk-lib"
import { Code } from "aws-cdk-lib/aws-lambda"
import * as z from "zod"
import { readParties } from "../shared/parties/load-parties.ts"
import { bundleFunctions } from "./bundle.ts"
import { addExchange } from "./exchange-app.ts"
import { loadDeployments } from "./function-deployments.ts"
import { settingsOf } from "./settings.ts"

const app = new App()
const { stage, settings } = settingsOf(app.node.tryGetContext("stage"))
const account = settings.account ?? process.env["CDK_DEFAULT_ACCOUNT"]
if (account === undefined)
  throw new Error("There is no AWS account. Sign in, or give the stage an account in infra/settings.ts")
const partiesPath = resolve(
  import.meta.dirname,
  "..",
  z.string().default("parties.json").parse(app.node.tryGetContext("parties")),
)
const deployments = await loadDeployments()
const folder = await bundleFunctions([...deployments.keys()], partiesPath)

try {
  addExchange(app, {
    stage,
    settings,
    account,
    parties: readParties(partiesPath).all,
    deployments,
    codeOf: (name) => Code.fromAsset(join(folder, name)),
  })
  app.synth()
} finally {
  // The assembly has its own copy.
  await rm(folder, { recursive: true })
}

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { App } from "aws-cdk-lib"
import { Code } from "aws-cdk-lib/aws-lambda"
import * as z from "zod"
import type { Party } from "../../../shared/parties/party.ts"
import { cdkContext } from "../../cdk-context.ts"
import { addExchange } from "../../exchange-app.ts"
import { loadDeployments } from "../../function-deployments.ts"
import { QuotaExceeded } from "../../quota-exceeded.ts"
import { templateProblems } from "../../quotas.ts"
import type { Stage } from "../../stages/read-stage.ts"
import { templatesOf } from "../../templates-of-app.ts"
import type { PlannedStage } from "./planned-stage.ts"

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
})

/**
 * Synthesises the stacks of a stage as a deployment does, except for the code of functions.
 *
 * @param folder where the assembly is written; it is removed again
 * @throws Error with advice when the stage would exceed a limit of AWS
 */
export async function planStage(
  { name: stage, settings }: Stage,
  parties: readonly Party[],
  account: string,
  folder: string = tmpdir(),
): Promise<PlannedStage> {
  const outdir = mkdtempSync(join(folder, "wayseal-plan-"))
  try {
    const app = new App({
      context: { ...cdkContext() },
      outdir,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    })
    const codeOf = () => Code.fromInline("export const handler = () => {}")
    addExchange(app, { stage, settings, parties, account, deployments: await loadDeployments(), codeOf })
    const templates = templatesOf(app)
    const { stacks } = app.synth()
    const problems = templates.flatMap(({ stackName, template: json }) => templateProblems(stackName, json))
    if (problems.length > 0) throw new QuotaExceeded(problems)
    return {
      stackNames: stacks.map(({ stackName }) => stackName),
      resources: templates.flatMap(({ stackName, template: json }) =>
        Object.entries(template.parse(json).Resources).map(([logicalId, { Type: type, Properties: properties }]) => ({
          stackName,
          logicalId,
          type,
          properties,
        })),
      ),
      bootstrap: {
        parameter:
          stacks.map((each) => each.bootstrapStackVersionSsmParameter).find((each) => each !== undefined) ?? "",
        qualifier: settings.bootstrapQualifier,
        version: Math.max(0, ...stacks.map(({ requiresBootstrapStackVersion }) => requiresBootstrapStackVersion ?? 0)),
      },
    }
  } finally {
    rmSync(outdir, { recursive: true })
  }
}

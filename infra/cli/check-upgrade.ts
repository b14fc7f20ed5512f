/** `npx wayseal check-upgrade`: says what a deployment would lose, before it is made. */
import { CloudFormationClient, GetTemplateCommand } from "@aws-sdk/client-cloudformation"
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts"
import type { Command } from "commander"
import { unlessAbsent } from "../../client/command-line/aws-failure.ts"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { stopReason } from "../../client/command-line/stop-reason.ts"
import { edgeRegion, edgeStackName } from "../edge-place.ts"
import { allVariables } from "../local/host-environment.ts"
import { synthesiseStage } from "./check-upgrade/synthesise-stage.ts"
import { type Template, type TemplateRisk, templateRisks, templateSchema } from "./check-upgrade/template-risks.ts"
import type { AwsConnection } from "./deployed-stage/aws-connection.ts"
import { addDeployedStageOptions, chosenStage, type StageOptions } from "./deployed-stage/stage-options.ts"

type StackRisk = TemplateRisk & { readonly stackName: string }

export function checkUpgradeCommand(): Command {
  return declareCommand<Options>({
    name: "check-upgrade",
    description: "Compares what is deployed with what would be, and says what would be lost. Changes nothing.",
    form: (command) =>
      addDeployedStageOptions(command).option("--parties <file>", "another parties file than the stage's own"),
    details: "Run it after `git pull` and before `npx cdk deploy`.",
    examples: ["npx wayseal check-upgrade --stage prod", "npx wayseal check-upgrade --stage prod --json"],
    statuses: { 0: "nothing would be lost", 1: "something would be lost" },
    run: async ({ options, onStep }) => {
      try {
        const { risks, compared } = await findRisks(options, onStep)
        const status = risks.length === 0 ? exitStatus.fine : exitStatus.needsPerson
        return { data: { compared, risks }, text: inWords(risks, compared), status }
      } catch (error) {
        throw stopReason(error, needs)
      }
    },
  })
}

const needs: readonly string[] = ["sts:GetCallerIdentity", "cloudformation:GetTemplate on the stacks of the stage"]

type Options = StageOptions & { readonly parties?: string }

async function findRisks(options: Options, onStep: (step: string) => void) {
  const {
    stage: { name: stage, settings },
    connection,
  } = chosenStage(options)
  const { stages, parties } = options
  onStep("Asking whose credentials these are")
  await requireAccount(settings.account, connection)
  onStep("Working out what would be deployed")
  const context = { stage, stages, ...(parties === undefined ? {} : { parties }) }
  const next = await synthesiseStage(context, allVariables())
  onStep("Reading what is deployed")
  const client = new CloudFormationClient(connection)
  const edgeClient = new CloudFormationClient({ ...connection, region: edgeRegion })
  const risks: StackRisk[] = []
  const compared: string[] = []
  for (const [stackName, after] of next) {
    const before = await deployedTemplate(stackName === edgeStackName(stage) ? edgeClient : client, stackName)
    if (before === undefined) continue
    compared.push(stackName)
    risks.push(...templateRisks(before, after).map((risk) => ({ stackName, ...risk })))
  }
  client.destroy()
  edgeClient.destroy()
  return { risks, compared }
}

/** Another account has none of the stacks, so nothing would seem to be lost. */
async function requireAccount(wanted: string | undefined, connection: AwsConnection): Promise<void> {
  const client = new STSClient(connection)
  const { Account: account } = await client.send(new GetCallerIdentityCommand({}))
  client.destroy()
  if (wanted !== undefined && account !== wanted)
    throw new CommandStopped(
      "noAnswer",
      `The stage is for the account ${wanted}, and the credentials are of ${account}.`,
    )
}

/** The template of a stack; undefined if there is no such stack, as before a first deployment. */
async function deployedTemplate(client: CloudFormationClient, stackName: string): Promise<Template | undefined> {
  const answer = await unlessAbsent(
    () => client.send(new GetTemplateCommand({ StackName: stackName, TemplateStage: "Original" })),
    "ValidationError",
  )
  const body = answer?.TemplateBody
  return body === undefined ? undefined : templateSchema.parse(typeof body === "string" ? JSON.parse(body) : body)
}

function inWords(risks: readonly StackRisk[], compared: readonly string[]): string {
  if (compared.length === 0) return "Nothing of this stage is deployed, so nothing can be lost.\n"
  if (risks.length === 0) return `Nothing that holds data would be touched in ${compared.join(", ")}.\n`
  const lines = risks.map(
    ({ stackName, resource, type, sentence }) => `${stackName}/${resource} (${type}) ${sentence}.`,
  )
  return `${lines.join("\n")}\n\nDo not deploy this. The lines above say what to do instead.\n`
}

/** `npx wayseal check-upgrade`: says what a deployment would lose, before it is made. */
import { CloudFormationClient, GetTemplateCommand } from "@aws-sdk/client-cloudformation"
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts"
import { Command } from "commander"
import { allVariables } from "../local/host-environment.ts"
import { readStage, stagesFolder } from "../stages/read-stage.ts"
import { synthesiseStage } from "./check-upgrade/synthesise-stage.ts"
import { type Template, type TemplateRisk, templateRisks, templateSchema } from "./check-upgrade/template-risks.ts"
import { type AwsConnection, connectTo } from "./deployed-stage/aws-connection.ts"
import { unlessAbsent } from "./deployed-stage/aws-failure.ts"
import { stoppedInWords } from "./deployed-stage/stopped-in-words.ts"

/** A risk, and the stack that it is in. */
type StackRisk = TemplateRisk & { readonly stackName: string }

/** The command `check-upgrade`. */
export function checkUpgradeCommand(): Command {
  return new Command("check-upgrade")
    .description("Compares what is deployed with what would be, and says what would be lost. Changes nothing.")
    .requiredOption("--stage <name>", "the stage")
    .option("--stages <folder>", "the folder that holds a folder for each stage", stagesFolder)
    .option("--parties <file>", "another parties file than the stage's own")
    .option("--endpoint <url>", "address of an AWS emulator")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText(
      "after",
      "\nRun it after `git pull` and before `npx cdk deploy`.\n" +
        "Exit status: 0 nothing would be lost; 1 something would; 2 it could not be checked.",
    )
    .action(async (options: Options, command: Command) => {
      try {
        const { risks, compared } = await findRisks(options)
        process.stdout.write(
          options.json === true ? `${JSON.stringify({ compared, risks })}\n` : inWords(risks, compared),
        )
        process.exitCode = risks.length === 0 ? 0 : 1
      } catch (error) {
        command.error(stoppedInWords(error, needs), { exitCode: 2 })
      }
    })
}

const needs: readonly string[] = ["sts:GetCallerIdentity", "cloudformation:GetTemplate on the stacks of the stage"]

type Options = { stage: string; stages: string; parties?: string; endpoint?: string; json?: true }

async function findRisks({ stage, stages, parties, endpoint }: Options) {
  const { settings } = readStage(stage, stages)
  const connection = connectTo(settings.region, endpoint)
  await requireAccount(settings.account, connection)
  const context = { stage, stages, ...(parties === undefined ? {} : { parties }) }
  const next = await synthesiseStage(context, allVariables())
  const client = new CloudFormationClient(connection)
  const risks: StackRisk[] = []
  const compared: string[] = []
  for (const [stackName, after] of next) {
    const before = await deployedTemplate(client, stackName)
    if (before === undefined) continue
    compared.push(stackName)
    risks.push(...templateRisks(before, after).map((risk) => ({ stackName, ...risk })))
  }
  client.destroy()
  return { risks, compared }
}

/** Another account has none of the stacks, so nothing would seem to be lost. */
async function requireAccount(wanted: string | undefined, connection: AwsConnection): Promise<void> {
  const client = new STSClient(connection)
  const { Account: account } = await client.send(new GetCallerIdentityCommand({}))
  client.destroy()
  if (wanted !== undefined && account !== wanted)
    throw new Error(`The stage is for the account ${wanted}, and the credentials are of ${account}.`)
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

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
import { invocationRisks } from "./check-upgrade/invocation-risks.ts"
import { type LawChanges, lawChanges, lawsInWords } from "./check-upgrade/law-changes.ts"
import { inOrder, type StaleConsumer, staleConsumers } from "./check-upgrade/stale-consumers.ts"
import { readAssembly, synthesiseStage } from "./check-upgrade/synthesise-stage.ts"
import { type StackRisk, type Template, templateRisks, templateSchema } from "./check-upgrade/template-risks.ts"
import type { AwsConnection } from "./deployed-stage/aws-connection.ts"
import { addDeployedStageOptions, chosenStage, type StageOptions } from "./deployed-stage/stage-options.ts"

export function checkUpgradeCommand(): Command {
  return declareCommand<Options>({
    name: "check-upgrade",
    description: "Compares what is deployed with what would be, and says what would be lost. Changes nothing.",
    form: (command) =>
      addDeployedStageOptions(command)
        .option("--parties <file>", "another parties file than the stage's own")
        .option("--assembly <folder>", "what would be deployed, if another release synthesised it: its cdk.out"),
    details: "Run it after `git pull` and before `npx cdk deploy`.",
    examples: ["npx wayseal check-upgrade --stage prod", "npx wayseal check-upgrade --stage prod --json"],
    statuses: {
      0: "nothing would be lost",
      1: "something would be lost, or a stack has to be deployed first and alone",
    },
    run: async ({ options, onStep }) => {
      try {
        const found = await compareStacks(options, onStep)
        const isFine = found.risks.length === 0 && found.deployFirst.length === 0
        return {
          data: found,
          text: inWords(found, `-c stage=${options.stage}`),
          status: isFine ? exitStatus.fine : exitStatus.needsPerson,
        }
      } catch (error) {
        throw stopReason(error, needs)
      }
    },
  })
}

const needs: readonly string[] = ["sts:GetCallerIdentity", "cloudformation:GetTemplate on the stacks of the stage"]

type Options = StageOptions & { readonly parties?: string; readonly assembly?: string }

type Found = {
  readonly compared: readonly string[]
  readonly risks: readonly StackRisk[]
  readonly deployFirst: readonly StaleConsumer[]
  readonly laws: LawChanges
  /** What to change in the laws and reviews here. None of an assembly, which other files were made to. */
  readonly lawsToMend: readonly string[]
}

async function compareStacks(options: Options, onStep: (step: string) => void): Promise<Found> {
  const {
    stage: { name: stage, settings },
    connection,
  } = chosenStage(options)
  const { stages, parties, assembly } = options
  onStep("Asking whose credentials these are")
  await requireAccount(settings.account, connection)
  onStep("Working out what would be deployed")
  const context = { stage, stages, ...(parties === undefined ? {} : { parties }) }
  const after = assembly === undefined ? await synthesiseStage(context, allVariables()) : await readAssembly(assembly)
  const prefix = `Wayseal-${stage}-`
  if (![...after.keys()].every((name) => name.startsWith(prefix)))
    throw new CommandStopped("wrongUsage", `${assembly} has stacks of another stage than ${stage}.`)
  onStep("Reading what is deployed")
  const before = await deployedTemplates([...after.keys()], stage, connection)
  const ofStacks = [...before].flatMap(([stackName, template]) =>
    templateRisks(template, after.get(stackName) ?? template).map((risk) => ({ stackName, ...risk })),
  )
  return {
    compared: [...before.keys()],
    risks: [...ofStacks, ...invocationRisks(before, after)],
    deployFirst: staleConsumers(before, after),
    laws: lawChanges(before, after),
    // The laws are read only now: one that is wrong must stop no command that needs none.
    lawsToMend: assembly === undefined ? (await import("../stages/load-laws-to-mend.ts")).loadLawsToMend() : [],
  }
}

async function deployedTemplates(stackNames: readonly string[], stage: string, connection: AwsConnection) {
  const client = new CloudFormationClient(connection)
  const edgeClient = new CloudFormationClient({ ...connection, region: edgeRegion })
  const templates = new Map<string, Template>()
  for (const stackName of stackNames) {
    const template = await deployedTemplate(stackName === edgeStackName(stage) ? edgeClient : client, stackName)
    if (template !== undefined) templates.set(stackName, template)
  }
  client.destroy()
  edgeClient.destroy()
  return templates
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

function inWords(found: Found, cdkOptions: string): string {
  if (found.compared.length === 0) return "Nothing of this stage is deployed, so nothing can be lost.\n"
  const toMend = found.lawsToMend.map((sentence) => `${sentence}\n`).join("")
  return `${risksInWords(found, cdkOptions)}\n${lawsInWords(found.laws)}${toMend}`
}

function risksInWords({ risks, compared, deployFirst }: Found, cdkOptions: string): string {
  const order = deployFirst.map((each) => `${inOrder(each, cdkOptions)}\n`).join("\n")
  if (risks.length === 0)
    return order === "" ? `Nothing that holds data would be touched in ${compared.join(", ")}.\n` : order
  const lines = risks.map(
    ({ stackName, resource, type, sentence }) => `${stackName}/${resource} (${type}) ${sentence}.`,
  )
  const losses = `${lines.join("\n")}\n\nDo not deploy this. The lines above say what to do instead.\n`
  return order === "" ? losses : `${losses}\nIf you have decided to lose that, mind the order:\n${order}`
}

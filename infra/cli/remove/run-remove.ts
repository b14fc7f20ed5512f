import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { type DeployedStage, resourcesOfType } from "../../../shared/pages/operator/stage-resources.ts"
import { edgeRegion, hasEdgeElsewhere } from "../../edge-place.ts"
import type { Stage } from "../../stages/read-stage.ts"
import type { StageSettings } from "../../stages/stage-config.ts"
import { askToGoOn } from "../deployed-stage/ask-to-go-on.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { chosenStage, type StageOptions } from "../deployed-stage/stage-options.ts"
import { readStageWithEdge } from "../deployed-stage/stage-with-edge.ts"
import { inOrderOfRemoval, removeStacks } from "./remove-stacks.ts"
import { requireOwnAccount, requireUnkept, requireUnkeptStacks } from "./require-removable.ts"

export type RemoveOptions = StageOptions & { readonly yes?: true }

const needs: readonly string[] = [
  "sts:GetCallerIdentity",
  "cloudformation:DescribeStacks, ListStackResources, GetTemplate and DeleteStack",
  "s3:ListBucket and s3:DeleteObject on the stage's buckets, and what deleting its resources takes",
]

/**
 * Removes a stage.
 *
 * @throws CommandStopped if it may not be removed, or if its removal failed
 */
export async function remove({ options, onStep }: Invocation<RemoveOptions>): Promise<Outcome> {
  const { stage, connection } = chosenStage(options)
  requireUnkept(stage)
  try {
    onStep("Reading what is deployed")
    const account = await requireOwnAccount(stage, connection)
    const deployed = await readStageWithEdge(connection, {
      name: stage.name,
      edgeElsewhere: hasEdgeElsewhere(stage.settings),
    })
    await requireUnkeptStacks(deployed, connection)
    return await removeDeployed(deployed, { stage, account, connection, options, onStep })
  } catch (error) {
    throw stopReason(error, needs)
  }
}

type Removal = {
  readonly stage: Stage
  readonly account: string
  readonly connection: AwsConnection
  readonly options: Invocation<RemoveOptions>["options"]
  readonly onStep: (step: string) => void
}

async function removeDeployed(
  deployed: DeployedStage,
  { stage, account, connection, options, onStep }: Removal,
): Promise<Outcome> {
  const { name, settings } = stage
  const place = `account ${account}, ${regionsOf(settings)}`
  const stacks = inOrderOfRemoval(deployed).map((stack) => stack.name)
  if (stacks.length === 0)
    return {
      data: { stage: name, removed: [], staying: [] },
      text: `Nothing of the stage "${name}" is deployed in ${place}.\n`,
      status: exitStatus.fine,
    }
  const plan = [`This deletes the stage "${name}" in ${place}, with all that it holds:`, ...stacks.map(indented)]
  if (!(await askToGoOn(plan, options)))
    return {
      data: { stage: name, removed: [], staying: stacks },
      text: "Nothing was removed.\n",
      status: exitStatus.needsPerson,
    }
  await removeStacks(deployed, { connection, onStep })
  const staying = stayingOf(deployed, settings)
  return {
    data: { stage: name, removed: stacks, staying },
    text: [`The stage "${name}" is removed from ${place}. What stays:`, ...staying.map(indented), ""].join("\n"),
    status: exitStatus.fine,
  }
}

const indented = (line: string): string => `  ${line}`

const regionsOf = (settings: StageSettings): string =>
  [settings.region, ...(hasEdgeElsewhere(settings) ? [edgeRegion] : [])].join(" and ")

/** What of a removed stage is still there, one sentence each. Its secrets and logs go with the stacks. */
function stayingOf(deployed: DeployedStage, { mail, parts }: StageSettings): readonly string[] {
  const keys = resourcesOfType(deployed, "AWS::KMS::Key").length
  return [
    // https://aws.amazon.com/kms/pricing/: "You are not charged for ... keys ... scheduled for deletion."
    ...(keys === 0
      ? []
      : [`Keys, ${keys} of them, for 30 days. Nobody can use them, and they cost nothing until they are deleted.`]),
    ...(parts.invitedParties && mail === undefined
      ? ['Topics of invited parties, which no stack made. See "Removing a stage" in docs/deploying.md.']
      : []),
    "What was made by hand, such as secrets of webhooks, DNS records, and connectors of parties.",
    "What cdk bootstrap made, with the code of the functions, for the next stage of this account and region.",
    `The files of the stage "${deployed.stage}", with keys of its parties if it was a trial.`,
  ]
}

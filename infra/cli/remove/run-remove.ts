import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { type DeployedStage, resourcesOfType } from "../../../shared/pages/operator/stage-resources.ts"
import { hasEdgeElsewhere } from "../../edge-place.ts"
import type { Stage } from "../../stages/read-stage.ts"
import { askToGoOn } from "../deployed-stage/ask-to-go-on.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { chosenStage, type StageOptions } from "../deployed-stage/stage-options.ts"
import { readStageWithEdge } from "../deployed-stage/stage-with-edge.ts"
import { removeStacks } from "./remove-stacks.ts"

export type RemoveOptions = StageOptions & { readonly yes?: true }

const needs: readonly string[] = [
  "cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:DeleteStack",
  "s3:ListBucket and s3:DeleteObject on the stage's buckets, and what deleting its resources takes",
]

/**
 * Removes a stage.
 *
 * @throws CommandStopped if it may not be removed, or if its removal failed
 */
export async function remove({ options, onStep }: Invocation<RemoveOptions>): Promise<Outcome> {
  const { stage, connection } = chosenStage(options)
  requireRemovable(stage)
  try {
    onStep("Reading what is deployed")
    const deployed = await readStageWithEdge(connection, {
      name: stage.name,
      edgeElsewhere: hasEdgeElsewhere(stage.settings),
    })
    return await removeDeployed(deployed, { stage, connection, options, onStep })
  } catch (error) {
    throw stopReason(error, needs)
  }
}

/** A stage with people's data is not deleted by one command. */
function requireRemovable({ name, settings: { keepData, terminationProtection } }: Stage): void {
  if (keepData)
    throw new CommandStopped(
      "wrongUsage",
      `The stage "${name}" keeps its data, so this command does not remove it. See "Removing a stage" in docs/deploying.md.`,
    )
  if (terminationProtection)
    throw new CommandStopped(
      "wrongUsage",
      `The stage "${name}" has terminationProtection. Set it to false in the stage's file, deploy, and try again.`,
    )
}

type Removal = {
  readonly stage: Stage
  readonly connection: AwsConnection
  readonly options: Invocation<RemoveOptions>["options"]
  readonly onStep: (step: string) => void
}

async function removeDeployed(
  deployed: DeployedStage,
  { stage, connection, options, onStep }: Removal,
): Promise<Outcome> {
  const { name } = stage
  const stacks = deployed.stacks.map((stack) => stack.name)
  if (stacks.length === 0)
    return {
      data: { stage: name, removed: [], staying: [] },
      text: `Nothing of the stage "${name}" is deployed in ${connection.region}.\n`,
      status: exitStatus.fine,
    }
  const plan = [`This deletes the stage "${name}" with all that it holds:`, ...stacks.map((each) => `  ${each}`)]
  if (!(await askToGoOn(plan, options)))
    return {
      data: { stage: name, removed: [], staying: stacks },
      text: "Nothing was removed.\n",
      status: exitStatus.needsPerson,
    }
  await removeStacks(deployed, { connection, onStep })
  const staying = stayingOf(deployed)
  return {
    data: { stage: name, removed: stacks, staying },
    text: [`The stage "${name}" is removed. What stays:`, ...staying.map((each) => `  ${each}`), ""].join("\n"),
    status: exitStatus.fine,
  }
}

/** What of a removed stage is still there, one sentence each. */
function stayingOf(deployed: DeployedStage): readonly string[] {
  const keys = resourcesOfType(deployed, "AWS::KMS::Key").length
  return [
    // https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
    `${keys} keys, for 30 days. Nobody can use them, and they cost nothing until they are deleted.`,
    "What cdk bootstrap made, for the next stage of this account and region.",
    `The files in stages/${deployed.stage}/.`,
  ]
}

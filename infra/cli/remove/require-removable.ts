import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from "@aws-sdk/client-cloudformation"
import * as z from "zod"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { DeployedStage } from "../../../shared/pages/operator/stage-resources.ts"
import type { Stage } from "../../stages/read-stage.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { callerAccount } from "../preflight/load-account.ts"
import { connectionTo } from "./remove-stacks.ts"

/**
 * Refuses what the stage's file says is kept. A stage with people's data is not deleted by one command.
 *
 * @throws CommandStopped
 */
export function requireUnkept({ name, settings: { keepData, terminationProtection } }: Stage): void {
  if (keepData) throw kept(name)
  if (terminationProtection) throw guarded(name)
}

/**
 * Refuses an account that is not the stage's: a stage of the same name there is somebody else's.
 *
 * @returns the account of the credentials
 * @throws CommandStopped, or what the SDK throws
 */
export async function requireOwnAccount(
  { name, settings: { account } }: Stage,
  connection: AwsConnection,
): Promise<string> {
  const caller = await callerAccount(connection)
  if (account !== undefined && caller !== account)
    throw new CommandStopped(
      "wrongUsage",
      `The stage "${name}" is in account ${account}, but you are signed in to ${caller}. Sign in to the stage's account.`,
    )
  return caller
}

const template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ DeletionPolicy: z.string().default("Delete") })).default({}),
})

/**
 * Refuses stacks that were deployed otherwise than the stage's file says now. Their buckets would be empty before
 * CloudFormation refuses, or keeps them.
 *
 * @throws CommandStopped, or what the SDK throws
 */
export async function requireUnkeptStacks({ stage, stacks }: DeployedStage, connection: AwsConnection): Promise<void> {
  for (const stack of stacks) {
    const client = new CloudFormationClient(connectionTo(stack, stage, connection))
    try {
      const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack.name }))
      if (Stacks.some(({ EnableTerminationProtection = false }) => EnableTerminationProtection)) throw guarded(stage)
      const { TemplateBody = "" } = await client.send(new GetTemplateCommand({ StackName: stack.name }))
      const { Resources } = template.parse(JSON.parse(TemplateBody || "{}"))
      if (Object.values(Resources).some(({ DeletionPolicy }) => DeletionPolicy.startsWith("Retain"))) throw kept(stage)
    } finally {
      client.destroy()
    }
  }
}

const kept = (name: string): CommandStopped =>
  new CommandStopped(
    "wrongUsage",
    `The stage "${name}" keeps its data, so this command does not remove it. See "Removing a stage" in docs/deploying.md.`,
  )

const guarded = (name: string): CommandStopped =>
  new CommandStopped(
    "wrongUsage",
    `The stage "${name}" has terminationProtection. Set it to false in the stage's file, deploy, and try again.`,
  )

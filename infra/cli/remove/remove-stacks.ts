import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackDeleteComplete,
} from "@aws-sdk/client-cloudformation"
import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3"
import { unlessAbsent } from "../../../client/command-line/aws-failure.ts"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import {
  type DeployedStack,
  type DeployedStage,
  resourcesOfType,
} from "../../../shared/pages/operator/stage-resources.ts"
import { edgeRegion, edgeStackName } from "../../edge-place.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"

type Removal = { readonly connection: AwsConnection; readonly onStep: (step: string) => void }

/** Stacks are deleted in this order, by the part of their names behind the stage: each before what it uses. */
const order = ["Edge", "Webhooks", "Functions", "Parties", "Data"]

/** The longest that a stack takes is to delete a distribution of CloudFront. CloudFormation itself gives up later. */
const patienceSeconds = 3600

/** What was on its way while a stack was deleted can fill a bucket again, which CloudFormation then leaves. */
const attemptsAtStack = 3

/** The stacks of a stage as they are deleted, the first one first. Those within them go with them. */
export function inOrderOfRemoval({ stage, stacks }: DeployedStage): readonly DeployedStack[] {
  const rankOf = ({ name }: DeployedStack) => order.findIndex((part) => name.startsWith(`Wayseal-${stage}-${part}`))
  const outer = stacks.filter(({ isWithinAnother }) => isWithinAnother === undefined)
  return outer.toSorted((one, other) => rankOf(one) - rankOf(other))
}

/** How to reach a stack of the stage: that of an edge is in a region of its own. */
export const connectionTo = (stack: DeployedStack, stage: string, connection: AwsConnection): AwsConnection =>
  stack.name === edgeStackName(stage) ? { ...connection, region: edgeRegion } : connection

/**
 * Deletes the stacks of a stage, with what is in their buckets.
 *
 * @throws CommandStopped if CloudFormation could not delete one, with its reason; or what the SDK throws
 */
export async function removeStacks(deployed: DeployedStage, { connection, onStep }: Removal): Promise<void> {
  const stacks = inOrderOfRemoval(deployed)
  for (const [index, stack] of stacks.entries()) {
    onStep(`Deleting ${stack.name} (${index + 1} of ${stacks.length})`)
    await removeStack({ stage: deployed.stage, stacks: [stack] }, connectionTo(stack, deployed.stage, connection))
  }
}

async function removeStack(deployed: DeployedStage, connection: AwsConnection): Promise<void> {
  for (const { name } of deployed.stacks)
    for (let attempt = 1; ; attempt++) {
      await emptyBuckets(deployed, connection)
      const refusal = await deleteStack(name, connection)
      if (refusal === undefined) break
      if (attempt === attemptsAtStack)
        throw new CommandStopped(
          "stopped",
          `CloudFormation could not delete ${name}: ${refusal} Mend that, and run this command again.`,
        )
    }
}

/** Why CloudFormation did not delete the stack; undefined if it did. */
async function deleteStack(StackName: string, connection: AwsConnection): Promise<string | undefined> {
  const client = new CloudFormationClient(connection)
  try {
    await client.send(new DeleteStackCommand({ StackName }))
    await waitUntilStackDeleteComplete(
      { client, maxWaitTime: patienceSeconds, minDelay: 2, maxDelay: 10 },
      { StackName },
    )
    return undefined
  } catch (error) {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }))
    const [{ StackStatus, StackStatusReason = "it gives no reason." } = {}] = Stacks
    if (StackStatus !== "DELETE_FAILED") throw error
    return StackStatusReason.trim()
  } finally {
    client.destroy()
  }
}

/**
 * CloudFormation deletes no bucket with an object in it. The buckets of a stage keep no versions. One that is gone,
 * because its stack was deleted in part, is as good as empty.
 */
async function emptyBuckets(deployed: DeployedStage, connection: AwsConnection): Promise<void> {
  const client = new S3Client({ ...connection, forcePathStyle: connection.endpoint !== undefined })
  try {
    for (const { physicalId } of resourcesOfType(deployed, "AWS::S3::Bucket"))
      await unlessAbsent(() => emptyBucket(client, physicalId), "NoSuchBucket")
  } finally {
    client.destroy()
  }
}

async function emptyBucket(client: S3Client, Bucket: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    if (Contents.length === 0) continue
    const Objects = Contents.map(({ Key }) => ({ Key }))
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    const [first] = Errors
    if (first !== undefined)
      throw new CommandStopped("stopped", `S3 does not empty ${Bucket}: ${first.Code ?? "unknown"}.`)
  }
}

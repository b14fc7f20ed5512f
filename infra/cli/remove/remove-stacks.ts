import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackDeleteComplete,
} from "@aws-sdk/client-cloudformation"
import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3"
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

/**
 * Deletes the stacks of a stage, with what is in their buckets.
 *
 * @throws CommandStopped if CloudFormation could not delete one, with its reason; or what the SDK throws
 */
export async function removeStacks(deployed: DeployedStage, { connection, onStep }: Removal): Promise<void> {
  const rankOf = ({ name }: DeployedStack) => order.findIndex((part) => name.includes(`-${deployed.stage}-${part}`))
  const stacks = [...deployed.stacks].sort((one, other) => rankOf(one) - rankOf(other))
  for (const [index, stack] of stacks.entries()) {
    onStep(`Deleting ${stack.name} (${index + 1} of ${stacks.length})`)
    const region = stack.name === edgeStackName(deployed.stage) ? edgeRegion : connection.region
    await emptyBuckets({ ...deployed, stacks: [stack] }, { ...connection, region })
    await deleteStack(stack.name, { ...connection, region })
  }
}

async function deleteStack(StackName: string, connection: AwsConnection): Promise<void> {
  const client = new CloudFormationClient(connection)
  try {
    await client.send(new DeleteStackCommand({ StackName }))
    await waitUntilStackDeleteComplete(
      { client, maxWaitTime: patienceSeconds, minDelay: 2, maxDelay: 10 },
      { StackName },
    )
  } catch (error) {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }))
    const [{ StackStatus, StackStatusReason = "" } = {}] = Stacks
    if (StackStatus !== "DELETE_FAILED") throw error
    throw new CommandStopped(
      "stopped",
      `CloudFormation could not delete ${StackName}: ${StackStatusReason} Mend that, and run this command again.`,
    )
  } finally {
    client.destroy()
  }
}

/** CloudFormation deletes no bucket with an object in it. The buckets of a stage keep no versions. */
async function emptyBuckets(deployed: DeployedStage, connection: AwsConnection): Promise<void> {
  const client = new S3Client({ ...connection, forcePathStyle: connection.endpoint !== undefined })
  try {
    for (const { physicalId: Bucket } of resourcesOfType(deployed, "AWS::S3::Bucket"))
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
        if (Contents.length === 0) continue
        const Objects = Contents.map(({ Key }) => ({ Key }))
        const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
        const [first] = Errors
        if (first !== undefined)
          throw new CommandStopped("stopped", `S3 does not empty ${Bucket}: ${first.Code ?? "unknown"}.`)
      }
  } finally {
    client.destroy()
  }
}

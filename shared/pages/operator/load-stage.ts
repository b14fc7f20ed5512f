import {
  CloudFormationClient,
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
} from "@aws-sdk/client-cloudformation"
import type { AwsConnection } from "./aws-connection.ts"
import { type DeployedResource, type DeployedStack, type DeployedStage, stackPrefix } from "./stage-resources.ts"

/**
 * Reads the stacks of a stage and those within them, deleted ones excepted. Without one, the stage is not deployed.
 *
 * @param names the stacks to read, for a caller that may not list all of the account. By default all of the stage
 * @throws what the SDK throws; see `failureOf`. Takes cloudformation:DescribeStacks and
 * cloudformation:ListStackResources.
 */
export async function readDeployedStage(
  connection: AwsConnection,
  stage: string,
  names: readonly (string | undefined)[] = [undefined],
): Promise<DeployedStage> {
  const client = new CloudFormationClient(connection)
  try {
    const live: Stack[] = []
    const describe = async (StackName: string | undefined) => {
      for await (const { Stacks = [] } of paginateDescribeStacks({ client }, { StackName }))
        live.push(...Stacks.filter((each) => isLive(each) && each.StackName?.startsWith(stackPrefix(stage)) === true))
    }
    for (const name of names) await describe(name)
    const stacks: DeployedStack[] = []
    const within = new Set<string>()
    // Whoever asks for some stacks by name gets those within them too.
    for (const stack of live) {
      const read = await readStack(client, stack)
      stacks.push(read)
      for (const { type, physicalId, status } of read.resources)
        if (type === "AWS::CloudFormation::Stack" && physicalId !== undefined && status !== "DELETE_COMPLETE") {
          within.add(physicalId)
          if (!live.some(({ StackId }) => StackId === physicalId)) await describe(physicalId)
        }
    }
    const isWithin = (place: number) => within.has(live[place]?.StackId ?? "")
    return { stage, stacks: stacks.map((each, place) => (isWithin(place) ? { ...each, isWithinAnother: true } : each)) }
  } finally {
    client.destroy()
  }
}

const isLive = ({ StackStatus }: Stack): boolean => StackStatus !== "DELETE_COMPLETE"

async function readStack(
  client: CloudFormationClient,
  { StackName: name = "", StackStatus, StackStatusReason: statusReason, Outputs = [], ...times }: Stack,
): Promise<DeployedStack> {
  const resources: DeployedResource[] = []
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: name }))
    for (const each of StackResourceSummaries)
      resources.push({
        stackName: name,
        logicalId: each.LogicalResourceId ?? "",
        type: each.ResourceType ?? "",
        physicalId: each.PhysicalResourceId,
        status: each.ResourceStatus ?? "",
      })
  const outputs = Outputs.flatMap(({ OutputKey, OutputValue }) =>
    OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
  )
  const changedAt = times.LastUpdatedTime ?? times.CreationTime
  return {
    name,
    status: StackStatus ?? "",
    statusReason,
    changedAt,
    outputs: Object.fromEntries(outputs),
    resources,
  }
}

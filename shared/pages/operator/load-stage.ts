import {
  CloudFormationClient,
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
} from "@aws-sdk/client-cloudformation"
import type { AwsConnection } from "./aws-connection.ts"
import type { DeployedResource, DeployedStack, DeployedStage } from "./stage-resources.ts"

/** What the names of a stage's stacks begin with. */
export const stackPrefix = (stage: string): string => `Wayseal-${stage}-`

/**
 * Reads the stacks of a stage, deleted ones excepted. Without one, the stage is not deployed.
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
    const found: Stack[] = []
    for (const StackName of names)
      for await (const { Stacks = [] } of paginateDescribeStacks({ client }, { StackName }))
        found.push(...Stacks.filter((each) => each.StackName?.startsWith(stackPrefix(stage)) === true))
    const live = found.filter(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE")
    const stacks: DeployedStack[] = []
    for (const stack of live) stacks.push(await readStack(client, stack))
    return { stage, stacks }
  } finally {
    client.destroy()
  }
}

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
  return { name, status: StackStatus ?? "", statusReason, changedAt, outputs: Object.fromEntries(outputs), resources }
}

import {
  CloudFormationClient,
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
} from "@aws-sdk/client-cloudformation"
import { edgeRegion, edgeStackName } from "../../edge-place.ts"
import type { AwsConnection } from "./aws-connection.ts"

/** A resource that CloudFormation made. */
export type DeployedResource = {
  readonly stackName: string
  readonly logicalId: string
  /** CloudFormation type, such as `AWS::SQS::Queue`. */
  readonly type: string
  /** Name, URL or ARN, by type. Absent while it is made. */
  readonly physicalId: string | undefined
  readonly status: string
}

export type DeployedStack = {
  readonly name: string
  /** As CloudFormation says it, such as `CREATE_COMPLETE`. */
  readonly status: string
  readonly statusReason: string | undefined
  readonly outputs: Readonly<Record<string, string>>
  readonly resources: readonly DeployedResource[]
}

/** What of a stage is in an account, read from its stacks. No name is repeated here. */
export type DeployedStage = { readonly stage: string; readonly stacks: readonly DeployedStack[] }

/** What the names of a stage's stacks begin with. */
export const stackPrefix = (stage: string): string => `Wayseal-${stage}-`

/**
 * Reads the stacks of a stage, deleted ones excepted. Without one, the stage is not deployed.
 *
 * @throws what the SDK throws; see `failureOf`. Takes cloudformation:DescribeStacks and
 * cloudformation:ListStackResources.
 */
export async function readDeployedStage(connection: AwsConnection, stage: string): Promise<DeployedStage> {
  const client = new CloudFormationClient(connection)
  try {
    const found: Stack[] = []
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {}))
      found.push(...Stacks.filter(({ StackName = "" }) => StackName.startsWith(stackPrefix(stage))))
    const live = found.filter(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE")
    const stacks: DeployedStack[] = []
    for (const stack of live) stacks.push(await readStack(client, stack))
    return { stage, stacks }
  } finally {
    client.destroy()
  }
}

/**
 * The same with the stack of the edge, if that is in a region of its own. Another stage of this name can be there too.
 *
 * @throws what the SDK throws
 */
export async function readStageWithEdge(
  connection: AwsConnection,
  { name, edgeElsewhere }: { readonly name: string; readonly edgeElsewhere: boolean },
): Promise<DeployedStage> {
  const { stage, stacks } = await readDeployedStage(connection, name)
  if (!edgeElsewhere) return { stage, stacks }
  const there = await readDeployedStage({ ...connection, region: edgeRegion }, name)
  return { stage, stacks: [...stacks, ...there.stacks.filter((stack) => stack.name === edgeStackName(name))] }
}

async function readStack(
  client: CloudFormationClient,
  { StackName: name = "", StackStatus, StackStatusReason: statusReason, Outputs = [] }: Stack,
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
  return { name, status: StackStatus ?? "", statusReason, outputs: Object.fromEntries(outputs), resources }
}

/** The resources of a type that are there, in all stacks. */
export function resourcesOfType(
  { stacks }: DeployedStage,
  type: string,
): readonly (DeployedResource & { readonly physicalId: string })[] {
  return stacks.flatMap(({ resources }) =>
    resources.flatMap((resource) => {
      const { physicalId, status } = resource
      return resource.type === type && physicalId !== undefined && physicalId !== "" && status !== "DELETE_COMPLETE"
        ? [{ ...resource, physicalId }]
        : []
    }),
  )
}

/** An output of one of the stacks, by its name. */
export function outputOf({ stacks }: DeployedStage, name: string): string | undefined {
  return stacks.map(({ outputs }) => outputs[name]).find((value) => value !== undefined)
}

/** Whether a queue is for dead letters: its construct is named so. */
export const isForDeadLetters = ({ logicalId }: Pick<DeployedResource, "logicalId">): boolean =>
  logicalId.includes("DeadLetters")

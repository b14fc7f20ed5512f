import { CloudFormationClient, GetTemplateCommand } from "@aws-sdk/client-cloudformation"
import * as z from "zod"
import type { DeployedStack, DeployedStage } from "../../../shared/pages/operator/stage-resources.ts"
import type { AwsConnection } from "./aws-connection.ts"

/** A deployed resource as its template describes it. */
export type PlacedResource = {
  readonly stackName: string
  readonly logicalId: string
  readonly type: string
  /** Its path in the CDK app without `/Resource` at the end, such as `Wayseal-dev-Data/IngressBus`. */
  readonly path: string
  /** Its physical id: the URL of a queue, the name of most others. */
  readonly id: string
  /** As in the template, references unresolved. */
  readonly properties: Readonly<Record<string, unknown>>
}

const template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Properties: z.record(z.string(), z.unknown()).default({}),
      Metadata: z.looseObject({ "aws:cdk:path": z.string().optional() }).optional(),
    }),
  ),
})

/**
 * Reads the templates of a stage's stacks. Needs `cloudformation:GetTemplate`.
 *
 * @throws what the SDK throws
 */
export async function readPlacedResources(
  connection: AwsConnection,
  { stacks }: DeployedStage,
): Promise<readonly PlacedResource[]> {
  const client = new CloudFormationClient(connection)
  try {
    return (await Promise.all(stacks.map((stack) => resourcesOf(client, stack)))).flat()
  } finally {
    client.destroy()
  }
}

async function resourcesOf(client: CloudFormationClient, stack: DeployedStack): Promise<readonly PlacedResource[]> {
  const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName: stack.name }))
  const { Resources } = template.parse(JSON.parse(TemplateBody))
  return stack.resources.flatMap(({ logicalId, type, physicalId: id }) => {
    const resource = Resources[logicalId]
    if (resource === undefined || id === undefined) return []
    const path = resource.Metadata?.["aws:cdk:path"] ?? `${stack.name}/${logicalId}`
    const placed = { stackName: stack.name, logicalId, type, id, properties: resource.Properties }
    return [{ ...placed, path: path.replace(/\/Resource$/, "") }]
  })
}

export function placedOfType(resources: readonly PlacedResource[], type: string): readonly PlacedResource[] {
  return resources.filter((each) => each.type === type)
}

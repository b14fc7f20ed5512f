import { CloudFormationClient, DescribeStacksCommand, paginateListStackResources } from "@aws-sdk/client-cloudformation"
import * as z from "zod"
import {
  type EmulatorEndpoint,
  emulatorAccount,
  emulatorClientSettings,
  emulatorRegion,
} from "./emulator-environment.ts"
import type { LocalStack } from "./local-assembly.ts"

/** A stack: its template, and what CloudFormation made of it. */
export interface DeployedStack extends LocalStack {
  readonly outputs: Outputs
  /** @throws Error when the stack has no such resource. */
  readonly physicalId: (logicalId: string) => string
  /** Replaces Ref, Fn::GetAtt of an Arn or output, Fn::Join and outputs of other stacks in a value by their values. */
  readonly resolve: (value: unknown) => unknown
}

/** The ARN of a resource by its physical id, for the types whose ARN is needed. */
const arnOf: Record<string, (id: string) => string> = {
  "AWS::Events::EventBus": (id) => `arn:aws:events:${emulatorRegion}:${emulatorAccount}:event-bus/${id}`,
  "AWS::KMS::Key": (id) => `arn:aws:kms:${emulatorRegion}:${emulatorAccount}:key/${id}`,
  "AWS::IAM::Role": (id) => `arn:aws:iam::${emulatorAccount}:role/${id}`,
  "AWS::DynamoDB::Table": (id) => `arn:aws:dynamodb:${emulatorRegion}:${emulatorAccount}:table/${id}`,
  "AWS::Lambda::Function": (id) => `arn:aws:lambda:${emulatorRegion}:${emulatorAccount}:function:${id}`,
  "AWS::S3::Bucket": (id) => `arn:aws:s3:::${id}`,
  "AWS::SQS::Queue": (id) => `arn:aws:sqs:${emulatorRegion}:${emulatorAccount}:${id.split("/").at(-1)}`,
}

/** The output of another stack, as CloudFormation refers to it. */
const stackOutput = z.object({ StackName: z.string(), OutputName: z.string() })

const pseudoParameters: Record<string, string> = {
  "AWS::AccountId": emulatorAccount,
  "AWS::Region": emulatorRegion,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
}

/**
 * Reads the deployed stacks.
 *
 * @throws Error when a stack or a resource of a template is missing or not complete
 */
export async function readDeployedStacks(
  endpoint: EmulatorEndpoint,
  stacks: readonly LocalStack[],
): Promise<readonly DeployedStack[]> {
  const client = new CloudFormationClient(emulatorClientSettings(endpoint))
  const found = new Map<string, DeployedStack>()
  for (const stack of stacks) {
    const outer = stack.within === undefined ? undefined : found.get(stack.within.stackName)
    const StackName = outer?.physicalId(stack.within?.logicalId ?? "") ?? stack.stackName
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }))
    const description = Stacks?.[0]
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(description?.StackStatus ?? ""))
      throw new Error(`The stack ${stack.stackName} is ${description?.StackStatus ?? "missing"}`)
    const outputs: Record<string, string> = {}
    for (const { OutputKey, OutputValue } of description?.Outputs ?? [])
      if (OutputKey !== undefined && OutputValue !== undefined) outputs[OutputKey] = OutputValue
    const ids = await idsIn(client, { ...stack, StackName })
    found.set(stack.stackName, { ...stack, outputs, ...lookIn(stack, ids, { found, outputs, outer }) })
  }
  client.destroy()
  return [...found.values()]
}

/** The physical ids of a stack's resources. */
async function idsIn(
  client: CloudFormationClient,
  { StackName, stackName, template, takenOut }: LocalStack & { readonly StackName: string },
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for await (const page of paginateListStackResources({ client }, { StackName }))
    for (const { LogicalResourceId, PhysicalResourceId, ResourceStatus } of page.StackResourceSummaries ?? []) {
      if (!/^(CREATE|UPDATE)_COMPLETE$/.test(ResourceStatus ?? ""))
        throw new Error(`The resource ${stackName}/${LogicalResourceId} is ${ResourceStatus}`)
      if (LogicalResourceId !== undefined && PhysicalResourceId !== undefined)
        ids.set(LogicalResourceId, PhysicalResourceId)
    }
  const lacking = Object.keys(template.Resources).filter((id) => takenOut[id] === undefined && !ids.has(id))
  if (lacking.length > 0) throw new Error(`The stack ${stackName} lacks ${lacking.join(", ")}`)
  return ids
}

type Outputs = Readonly<Record<string, string>>

/** The stacks that were read so far, this one's outputs, and the stack that it is within. */
type Surroundings = {
  readonly found: ReadonlyMap<string, DeployedStack>
  readonly outputs: Outputs
  readonly outer: DeployedStack | undefined
}

/** What a stack exports under a name that the CDK made of the stack's and the output's. */
function importedFrom({ found }: Surroundings, exported: string): string | undefined {
  const [stackName = "", output = ""] = exported.split(":")
  return found.get(stackName)?.outputs[output]
}

/** What the stack around a stack gives it under the name of a parameter. */
function given({ outer }: Surroundings, { within }: LocalStack, parameter: string): unknown {
  const { Parameters = {} } = z
    .looseObject({ Parameters: z.record(z.string(), z.unknown()).optional() })
    .parse(outer?.template.Resources[within?.logicalId ?? ""]?.Properties ?? {})
  return outer?.resolve(Parameters[parameter])
}

function lookIn(stack: LocalStack, ids: ReadonlyMap<string, string>, around: Surroundings) {
  const {
    stackName,
    template: { Resources: resources, Outputs = {} },
  } = stack
  const physicalId = (logicalId: string): string => {
    const id = ids.get(logicalId)
    if (id === undefined) throw new Error(`The stack ${stackName} has no resource ${logicalId}`)
    return id
  }
  const ref = (id: string): unknown => {
    if (pseudoParameters[id] !== undefined) return pseudoParameters[id]
    return resources[id] === undefined && stack.within !== undefined ? given(around, stack, id) : physicalId(id)
  }
  const attribute = (logicalId: string, name: string): string => {
    const arn = arnOf[resources[logicalId]?.Type ?? ""]
    if (name === "Arn" && arn !== undefined) return arn(physicalId(logicalId))
    const inner = around.found.get(`${stackName}/${logicalId}`)?.outputs[name.replace(/^Outputs\./, "")]
    if (inner !== undefined) return inner
    const asOutput = JSON.stringify({ "Fn::GetAtt": [logicalId, name] })
    const [output] = Object.entries(Outputs).find(([, { Value }]) => JSON.stringify(Value) === asOutput) ?? []
    const value = output === undefined ? undefined : around.outputs[output]
    if (value !== undefined) return value
    throw new Error(`The attribute ${logicalId}.${name} of the stack ${stackName} is not known here`)
  }
  return { physicalId, resolve: resolver({ stackName, ref, attribute, around }) }
}

type Lookups = {
  readonly stackName: string
  readonly ref: (logicalId: string) => unknown
  readonly attribute: (logicalId: string, name: string) => string
  readonly around: Surroundings
}

function resolver({ stackName, ref, attribute, around }: Lookups): (value: unknown) => unknown {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== "object" || value === null) return value
    const [first, ...others] = Object.entries(value)
    if (first !== undefined && others.length === 0) {
      const [key, inner] = first
      if (key === "Ref") return ref(String(inner))
      if (key === "Fn::GetAtt" && Array.isArray(inner)) return attribute(String(inner[0]), String(inner[1]))
      if (key === "Fn::GetStackOutput") {
        const { StackName, OutputName } = stackOutput.parse(resolve(inner))
        return around.found.get(StackName)?.outputs[OutputName]
      }
      if (key === "Fn::ImportValue") return importedFrom(around, String(inner))
      if (key === "Fn::Join" && Array.isArray(inner) && Array.isArray(inner[1]))
        return inner[1].map((part) => String(resolve(part))).join(String(inner[0]))
      if (key.startsWith("Fn::")) throw new Error(`${key} in the stack ${stackName} cannot be resolved here`)
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]))
  }
  return resolve
}

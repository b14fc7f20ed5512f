import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb"
import {
  CreateArchiveCommand,
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  UpdateArchiveCommand,
  UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge"
import { GetFunctionConcurrencyCommand, LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda"
import * as z from "zod"
import type { DeployedStack } from "./deployed-stack.ts"
import { type EmulatorEndpoint, emulatorClientSettings } from "./emulator-environment.ts"
import { forgottenProperties, missingTypes } from "./emulator-gaps.ts"
import { stableJson } from "./stable-json.ts"

interface Clients {
  readonly dynamodb: DynamoDBClient
  readonly eventBridge: EventBridgeClient
  readonly lambda: LambdaClient
}

/** Restores one setting through its own API. Throws when it reads something else afterwards. */
type Restore = (clients: Clients, name: string, wanted: unknown) => Promise<void>

const timeToLiveSchema = z.object({ AttributeName: z.string(), Enabled: z.boolean() })
const recoverySchema = z.object({ PointInTimeRecoveryEnabled: z.boolean() })
const archiveSchema = z.object({
  SourceArn: z.string(),
  Description: z.string().optional(),
  EventPattern: z.unknown().optional(),
  RetentionDays: z.number().optional(),
})
const restoreProperty: Record<string, Restore> = {
  "AWS::DynamoDB::Table.TimeToLiveSpecification": async ({ dynamodb }, name, wanted) => {
    const { AttributeName, Enabled } = timeToLiveSchema.parse(wanted)
    const read = async () => {
      const { TimeToLiveDescription: found } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }))
      return found?.TimeToLiveStatus === "ENABLED" ? found.AttributeName : undefined
    }
    const expected = Enabled ? AttributeName : undefined
    if ((await read()) === expected) return
    await dynamodb.send(
      new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: { AttributeName, Enabled } }),
    )
    requireEqual(await read(), expected, `${name}: time to live`)
  },
  "AWS::DynamoDB::Table.PointInTimeRecoverySpecification": async ({ dynamodb }, name, wanted) => {
    const { PointInTimeRecoveryEnabled } = recoverySchema.parse(wanted)
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: name,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
      }),
    )
    const { ContinuousBackupsDescription: found } = await dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName: name }),
    )
    const status = found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
    requireEqual(status === "ENABLED", PointInTimeRecoveryEnabled, `${name}: point-in-time recovery`)
  },
  "AWS::Lambda::Function.ReservedConcurrentExecutions": async ({ lambda }, name, wanted) => {
    const reserved = z.number().parse(wanted)
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: reserved }))
    const found = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name }))
    requireEqual(found.ReservedConcurrentExecutions, reserved, `${name}: reserved concurrency`)
  },
  "AWS::Events::EventBus.DeadLetterConfig": async ({ eventBridge }, name, wanted) => {
    const { Arn } = z.object({ Arn: z.string() }).parse(wanted)
    await eventBridge.send(new UpdateEventBusCommand({ Name: name, DeadLetterConfig: { Arn } }))
    const found = await eventBridge.send(new DescribeEventBusCommand({ Name: name }))
    requireEqual(found.DeadLetterConfig?.Arn, Arn, `${name}: dead letters of the bus`)
  },
  "AWS::Events::EventBus.KmsKeyIdentifier": async ({ eventBridge }, name, wanted) => {
    const key = z.string().parse(wanted)
    await eventBridge.send(new UpdateEventBusCommand({ Name: name, KmsKeyIdentifier: key }))
    const found = await eventBridge.send(new DescribeEventBusCommand({ Name: name }))
    requireEqual(found.KmsKeyIdentifier, key, `${name}: key of the bus`)
  },
}

const restoreType: Record<string, Restore> = {
  "AWS::Events::Archive": async ({ eventBridge }, name, wanted) => {
    const { SourceArn, Description, EventPattern, RetentionDays } = archiveSchema.parse(wanted)
    const settings = {
      ArchiveName: name,
      ...(Description === undefined ? {} : { Description }),
      ...(EventPattern === undefined ? {} : { EventPattern: JSON.stringify(EventPattern) }),
      ...(RetentionDays === undefined ? {} : { RetentionDays }),
    }
    const read = () => eventBridge.send(new DescribeArchiveCommand({ ArchiveName: name }))
    const exists = await read().then(
      () => true,
      () => false,
    )
    if (exists) await eventBridge.send(new UpdateArchiveCommand(settings))
    else await eventBridge.send(new CreateArchiveCommand({ ...settings, EventSourceArn: SourceArn }))
    const found = await read()
    requireEqual(found.EventSourceArn, SourceArn, `${name}: archived bus`)
    requireEqual(found.RetentionDays ?? 0, RetentionDays ?? 0, `${name}: archive retention`)
  },
}

/**
 * Restores what the emulator's CloudFormation refused or dropped, each through its own API.
 *
 * @throws Error when the emulator reports another value than the template's
 */
export async function restoreGaps(endpoint: EmulatorEndpoint, stacks: readonly DeployedStack[]): Promise<void> {
  const settings = emulatorClientSettings(endpoint)
  const clients: Clients = {
    dynamodb: new DynamoDBClient(settings),
    eventBridge: new EventBridgeClient(settings),
    lambda: new LambdaClient(settings),
  }
  try {
    for (const stack of stacks) {
      await restoreMissingTypes(clients, stack)
      await restoreForgottenProperties(clients, stack)
    }
  } finally {
    for (const client of Object.values(clients)) client.destroy()
  }
}

async function restoreMissingTypes(clients: Clients, stack: DeployedStack): Promise<void> {
  for (const [id, { Type, Properties }] of Object.entries(stack.takenOut)) {
    if (missingTypes.find(({ type }) => type === Type)?.locally !== "restored") continue
    const wanted = stack.resolve(Properties ?? {})
    await required(restoreType, Type)(clients, nameOfTakenOut(stack.stackName, id, wanted), wanted)
  }
}

async function restoreForgottenProperties(clients: Clients, stack: DeployedStack): Promise<void> {
  for (const { type, property, locally } of forgottenProperties) {
    if (locally === "absent") continue
    for (const [id, { Type, Properties }] of Object.entries(stack.template.Resources)) {
      const wanted = Properties?.[property]
      if (Type !== type || wanted === undefined) continue
      await required(restoreProperty, `${type}.${property}`)(clients, stack.physicalId(id), stack.resolve(wanted))
    }
  }
}

/** The name in the template, or one as CloudFormation makes it, within EventBridge's 48 characters. */
function nameOfTakenOut(stackName: string, id: string, wanted: unknown): string {
  const named = z.looseObject({ ArchiveName: z.string().optional() }).parse(wanted).ArchiveName
  return named ?? `${stackName}-${id}`.slice(0, 48)
}

function required(table: Record<string, Restore>, key: string): Restore {
  const found = table[key]
  if (found === undefined)
    throw new Error(`emulator-gaps.ts says that ${key} is restored, but restore-gaps.ts has no function for it`)
  return found
}

function requireEqual(found: unknown, wanted: unknown, what: string): void {
  if (stableJson(found) !== stableJson(wanted))
    throw new Error(`${what} was restored, but the emulator reports another value`)
}

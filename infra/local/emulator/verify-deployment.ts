import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge"
import { GetEventSourceMappingCommand, GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs"
import * as z from "zod"
import type { DeployedStack } from "./deployed-stack.ts"
import { type EmulatorEndpoint, emulatorClientSettings } from "./emulator-environment.ts"
import { stableJson } from "./stable-json.ts"

interface Clients {
  readonly dynamodb: DynamoDBClient
  readonly eventBridge: EventBridgeClient
  readonly lambda: LambdaClient
  readonly sqs: SQSClient
}

/** A setting: what the template says, and what the emulator reports. */
interface Expectation {
  readonly what: string
  readonly wanted: unknown
  readonly found: unknown
}

type Verify = (clients: Clients, id: string, wanted: unknown) => Promise<readonly Expectation[]>

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }))
const tableSchema = z.looseObject({
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string(), KeySchema: keySchema })).default([]),
  StreamSpecification: z.looseObject({ StreamViewType: z.string() }).optional(),
  DeletionProtectionEnabled: z.boolean().default(false),
})
const queueSchema = z.looseObject({
  KmsMasterKeyId: z.string().optional(),
  MessageRetentionPeriod: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  RedrivePolicy: z.looseObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
})
const functionSchema = z.looseObject({
  Runtime: z.string(),
  Handler: z.string(),
  Role: z.string(),
  Timeout: z.number().optional(),
  MemorySize: z.number().optional(),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.string()) }),
})
const ruleSchema = z.looseObject({
  EventBusName: z.string(),
  EventPattern: z.unknown(),
  Targets: z.array(z.looseObject({ Id: z.string(), Arn: z.string() })).default([]),
})
const mappingSchema = z.looseObject({
  EventSourceArn: z.string(),
  BatchSize: z.number().optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
})

/** What is compared, by type. That every resource is there was checked before. */
const verifiers: Readonly<Record<string, Verify>> = {
  "AWS::DynamoDB::Table": async ({ dynamodb }, id, properties) => {
    const wanted = tableSchema.parse(properties)
    const { Table: found } = await dynamodb.send(new DescribeTableCommand({ TableName: id }))
    const keyOf = (index: { IndexName?: string | undefined; KeySchema?: unknown }) => [index.IndexName, index.KeySchema]
    return [
      { what: "key", wanted: wanted.KeySchema, found: found?.KeySchema },
      {
        what: "indexes",
        wanted: wanted.GlobalSecondaryIndexes.map(keyOf).sort(),
        found: (found?.GlobalSecondaryIndexes ?? []).map(keyOf).sort(),
      },
      {
        what: "stream",
        wanted: wanted.StreamSpecification?.StreamViewType,
        found: found?.StreamSpecification?.StreamViewType,
      },
      {
        what: "deletion protection",
        wanted: wanted.DeletionProtectionEnabled,
        found: found?.DeletionProtectionEnabled ?? false,
      },
    ]
  },
  "AWS::SQS::Queue": async ({ sqs }, id, properties) => {
    const wanted = queueSchema.parse(properties)
    const { Attributes: found } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: id, AttributeNames: ["All"] }),
    )
    const redrive = found?.RedrivePolicy === undefined ? undefined : JSON.parse(found.RedrivePolicy)
    return [
      { what: "key", wanted: wanted.KmsMasterKeyId, found: found?.KmsMasterKeyId },
      { what: "retention", wanted: wanted.MessageRetentionPeriod, found: Number(found?.MessageRetentionPeriod) },
      { what: "redrive policy", wanted: wanted.RedrivePolicy, found: redrive },
    ].filter((each) => each.wanted !== undefined)
  },
  "AWS::Lambda::Function": async ({ lambda }, id, properties) => {
    const wanted = functionSchema.parse(properties)
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: id }))
    return [
      { what: "runtime", wanted: wanted.Runtime, found: found.Runtime },
      { what: "handler", wanted: wanted.Handler, found: found.Handler },
      { what: "role", wanted: wanted.Role, found: found.Role },
      { what: "timeout", wanted: wanted.Timeout, found: found.Timeout },
      { what: "memory", wanted: wanted.MemorySize, found: found.MemorySize },
      { what: "environment", wanted: wanted.Environment.Variables, found: found.Environment?.Variables },
    ]
  },
  "AWS::Events::Rule": async ({ eventBridge }, id, properties) => {
    const wanted = ruleSchema.parse(properties)
    const rule = { EventBusName: wanted.EventBusName }
    const found = await eventBridge.send(new DescribeRuleCommand({ ...rule, Name: id }))
    const { Targets } = await eventBridge.send(new ListTargetsByRuleCommand({ ...rule, Rule: id }))
    return [
      { what: "pattern", wanted: wanted.EventPattern, found: JSON.parse(found.EventPattern ?? "null") },
      { what: "targets", wanted: wanted.Targets, found: Targets },
    ]
  },
  "AWS::Lambda::EventSourceMapping": async ({ lambda }, id, properties) => {
    const wanted = mappingSchema.parse(properties)
    const found = await lambda.send(new GetEventSourceMappingCommand({ UUID: id }))
    return [
      { what: "source", wanted: wanted.EventSourceArn, found: found.EventSourceArn },
      { what: "batch size", wanted: wanted.BatchSize, found: found.BatchSize },
      { what: "partial batches", wanted: wanted.FunctionResponseTypes, found: found.FunctionResponseTypes },
      { what: "state", wanted: "Enabled", found: found.State },
    ]
  },
}

/**
 * Compares what was deployed with the template, type by type.
 *
 * @throws Error that names every resource and setting that differs from the template
 */
export async function verifyDeployment(endpoint: EmulatorEndpoint, stacks: readonly DeployedStack[]): Promise<void> {
  const settings = emulatorClientSettings(endpoint)
  const clients: Clients = {
    dynamodb: new DynamoDBClient(settings),
    eventBridge: new EventBridgeClient(settings),
    lambda: new LambdaClient(settings),
    sqs: new SQSClient(settings),
  }
  const checks = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).flatMap(([id, { Type, Properties }]) => {
      const verify = verifiers[Type]
      if (verify === undefined || stack.takenOut[id] !== undefined) return []
      return [
        async () => {
          const expectations = await verify(clients, stack.physicalId(id), stack.resolve(Properties ?? {}))
          return expectations
            .filter(({ wanted, found }) => stableJson(wanted) !== stableJson(found))
            .map(({ what }) => `${stack.stackName}/${id} (${Type}): ${what}`)
        },
      ]
    }),
  )
  try {
    const wrong = (await Promise.all(checks.map((check) => check()))).flat()
    if (wrong.length > 0) throw new Error(`These settings differ from the template:\n  ${wrong.join("\n  ")}`)
  } finally {
    for (const client of Object.values(clients)) client.destroy()
  }
}

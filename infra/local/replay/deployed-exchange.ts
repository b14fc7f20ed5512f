import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import * as z from "zod"
import type { TableName } from "../../../functions/tables.ts"
import type { DeployedStack } from "../emulator/deployed-stack.ts"
import { type EmulatorEndpoint, emulatorClientSettings } from "../emulator/emulator-environment.ts"

/** An event as a party takes it from its queue. */
export type PartyMessage = {
  readonly detailType: string
  /** When the message came into the queue, in epoch milliseconds. */
  readonly sentAt: number
  readonly body: string
  readonly metadata: { readonly id: string; readonly audience?: string | undefined }
  readonly data: Readonly<Record<string, unknown>>
}

/** A queue between a bus and a function, or the dead-letter queue of one. */
const gateQueue = z.object({ name: z.string(), url: z.string(), isDeadLetters: z.boolean() }).readonly()
export type GateQueue = z.infer<typeof gateQueue>

/** Names and addresses of the parts of a deployed exchange. Another process of this machine can reach it with them. */
export const exchangePlaces = z
  .object({
    ingressBusName: z.string(),
    exchangeBusName: z.string(),
    /** Base URL of the HTTP API, without a trailing slash. */
    apiUrl: z.string(),
    gateQueues: z.array(gateQueue).readonly(),
    /** The name that each table was given, by its path in the app. */
    tables: z.record(z.string(), z.string()),
  })
  .readonly()
export type ExchangePlaces = z.infer<typeof exchangePlaces>

/** The deployed exchange as its users reach it: buses, API and queues. Also its tables, so that results can be read. */
export type DeployedExchange = ExchangePlaces & {
  readonly endpoint: EmulatorEndpoint
  readonly events: EventBridgeClient
  readonly dynamo: DynamoDBClient
  readonly sqs: SQSClient
  /** The name that a table was given. */
  tableName(table: TableName): string
  /** All rows of a table. */
  rows(table: TableName): Promise<Record<string, unknown>[]>
  /** Takes all messages out of a party's queue. */
  receive(partyId: string): Promise<PartyMessage[]>
  /** Messages in a queue, those in work included. */
  depth(queueUrl: string): Promise<number>
  close(): void
}

/** Finds the parts of a local deployment. */
export function placesOf(endpoint: EmulatorEndpoint, stacks: readonly DeployedStack[]): ExchangePlaces {
  const resources = resourcesOf(stacks)
  const tables = resources.filter(({ type }) => type === "AWS::DynamoDB::Table")
  return {
    ingressBusName: onlyResource(resources, "AWS::Events::EventBus", /IngressBus/),
    exchangeBusName: onlyResource(resources, "AWS::Events::EventBus", /ExchangeBus/),
    apiUrl: `${endpoint.url}/_aws/execute-api/${onlyResource(resources, "AWS::ApiGatewayV2::Api", /./)}/$default`,
    gateQueues: gateQueuesOf(resources),
    tables: Object.fromEntries(tables.map(({ path, id }) => [path, id])),
  }
}

/** A busy machine answers late and breaks connections. With their pauses so many attempts take half a minute. */
const maxAttempts = 10

/** Connects to the parts of a deployed exchange. */
export function reachExchange(endpoint: EmulatorEndpoint, places: ExchangePlaces, stage: string): DeployedExchange {
  const settings = { ...emulatorClientSettings(endpoint), maxAttempts }
  const [events, dynamo, sqs] = [new EventBridgeClient(settings), new DynamoDBClient(settings), new SQSClient(settings)]
  const tables = Object.entries(places.tables).map(([path, id]) => ({ type: "AWS::DynamoDB::Table", path, id }))
  const tableName = (table: TableName) => onlyResource(tables, "AWS::DynamoDB::Table", new RegExp(`/${table}/`))
  const queueUrl = partyQueueUrls(sqs, stage)
  return {
    ...places,
    endpoint,
    events,
    dynamo,
    sqs,
    tableName,
    rows: (table) => allRows(dynamo, tableName(table)),
    receive: async (partyId) => receiveAll(sqs, await queueUrl(partyId)),
    depth: (url) => queueDepth(sqs, url),
    close: () => {
      for (const client of [events, dynamo, sqs]) client.destroy()
    },
  }
}

/** A deployed resource: its type, its path in the app and its physical id. */
type Resource = { readonly type: string; readonly path: string; readonly id: string }

const withPath = z.looseObject({ Metadata: z.looseObject({ "aws:cdk:path": z.string() }) })

function resourcesOf(stacks: readonly DeployedStack[]): Resource[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) => {
      if (stack.takenOut[logicalId] !== undefined) return []
      const path = withPath.safeParse(resource).data?.Metadata["aws:cdk:path"] ?? logicalId
      return [{ type: resource.Type, path, id: stack.physicalId(logicalId) }]
    }),
  )
}

/** The id of the only resource of a type whose path matches. */
function onlyResource(resources: readonly Resource[], type: string, path: RegExp): string {
  const found = resources.filter((one) => one.type === type && path.test(one.path))
  const [first] = found
  if (first === undefined || found.length !== 1) {
    throw new Error(`The deployment has ${found.length} resources of type ${type} that match ${path}, instead of one`)
  }
  return first.id
}

function gateQueuesOf(resources: readonly Resource[]): GateQueue[] {
  return resources
    .filter(({ type, path }) => type === "AWS::SQS::Queue" && !path.includes("/Party-"))
    .map(({ path, id }) => ({ name: path, url: id, isDeadLetters: path.includes("DeadLetters") }))
}

/** Finds the URL of a party's queue, and asks for it once. */
function partyQueueUrls(sqs: SQSClient, stage: string): (partyId: string) => Promise<string> {
  const known = new Map<string, string>()
  return async (partyId) => {
    const url = known.get(partyId)
    if (url !== undefined) return url
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `wayseal-${stage}-${partyId}` }))
    if (QueueUrl === undefined) throw new Error(`${partyId} has no queue`)
    known.set(partyId, QueueUrl)
    return QueueUrl
  }
}

async function allRows(dynamo: DynamoDBClient, TableName: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = []
  const pages = paginateScan({ client: dynamo }, { TableName, ConsistentRead: true })
  for await (const page of pages) for (const item of page.Items ?? []) found.push(unmarshall(item))
  return found
}

async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<PartyMessage[]> {
  const received: PartyMessage[] = []
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    )
    if (Messages.length === 0) return received
    received.push(...Messages.map(partyMessage))
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
  }
}

const partyEvent = z.looseObject({
  "detail-type": z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({ id: z.string(), audience: z.string().optional() }),
    data: z.record(z.string(), z.unknown()),
  }),
})

function partyMessage({ Body = "{}", Attributes }: Message): PartyMessage {
  const { "detail-type": detailType, detail } = partyEvent.parse(JSON.parse(Body))
  return {
    detailType,
    sentAt: Number(Attributes?.SentTimestamp ?? Number.NaN),
    body: Body,
    metadata: detail.metadata,
    data: detail.data,
  }
}

async function queueDepth(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
  ] as const
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  )
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0)
}

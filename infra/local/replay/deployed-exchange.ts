import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import * as z from "zod"
import { type TableName, tables } from "../../../functions/tables.ts"
import type { LocalDeployment } from "../emulator/deploy-locally.ts"
import { type EmulatorEndpoint, emulatorClientSettings } from "../emulator/emulator-environment.ts"

/** An event as a party takes it from its queue. */
export type PartyMessage = {
  readonly detailType: string
  /** Epoch milliseconds at which the message came into the queue. */
  readonly sentAt: number
  readonly body: string
  readonly metadata: { readonly id: string; readonly audience?: string | undefined }
  readonly data: Readonly<Record<string, unknown>>
}

/** The deployed exchange as those see it who use it: buses, the API, the parties' queues; and its tables, to read back. */
export type DeployedExchange = {
  readonly endpoint: EmulatorEndpoint
  readonly ingressBusName: string
  readonly exchangeBusName: string
  /** Base URL of the HTTP API, without a trailing slash. */
  readonly apiUrl: string
  readonly tableNames: Readonly<Record<TableName, string>>
  readonly events: EventBridgeClient
  readonly dynamo: DynamoDBClient
  readonly sqs: SQSClient
  /** Every queue between a bus and a function: its URL and that of its dead letters. */
  readonly gateQueues: readonly { readonly name: string; readonly url: string; readonly isDeadLetters: boolean }[]
  /** All rows of a table. */
  rows(table: TableName): Promise<Record<string, unknown>[]>
  /** Takes everything that is in a party's queue. */
  receive(partyId: string): Promise<PartyMessage[]>
  /** Messages in a queue, those being worked on included. */
  depth(queueUrl: string): Promise<number>
  close(): void
}

const partyEvent = z.looseObject({
  "detail-type": z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({ id: z.string(), audience: z.string().optional() }),
    data: z.record(z.string(), z.unknown()),
  }),
})

/** Finds the parts of a local deployment. */
export function reachExchange(
  endpoint: EmulatorEndpoint,
  deployment: LocalDeployment,
  stage: string,
): DeployedExchange {
  const settings = emulatorClientSettings(endpoint)
  const [events, dynamo, sqs] = [new EventBridgeClient(settings), new DynamoDBClient(settings), new SQSClient(settings)]
  const resources = resourcesOf(deployment)
  const only = (type: string, part: RegExp): string => {
    const found = resources.filter((one) => one.type === type && part.test(one.path))
    const [first] = found
    if (first === undefined || found.length !== 1) throw new Error(`the deployment has ${found.length} ${type} ${part}`)
    return first.id
  }
  const names = Object.keys(tables).map((name) => [name, only("AWS::DynamoDB::Table", new RegExp(`/${name}/`))])
  const tableNames = z.record(z.enum(tableNamesOf()), z.string()).parse(Object.fromEntries(names))
  const partyQueues = new Map<string, string>()

  const queueUrl = async (partyId: string): Promise<string> => {
    const known = partyQueues.get(partyId)
    if (known !== undefined) return known
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `wayseal-${stage}-${partyId}` }))
    if (QueueUrl === undefined) throw new Error(`${partyId} has no queue`)
    partyQueues.set(partyId, QueueUrl)
    return QueueUrl
  }

  return {
    endpoint,
    events,
    dynamo,
    sqs,
    tableNames,
    ingressBusName: only("AWS::Events::EventBus", /IngressBus/),
    exchangeBusName: only("AWS::Events::EventBus", /ExchangeBus/),
    apiUrl: `${endpoint.url}/_aws/execute-api/${only("AWS::ApiGatewayV2::Api", /./)}/$default`,
    gateQueues: resources
      .filter((one) => one.type === "AWS::SQS::Queue" && !one.path.includes("/Party-"))
      .map((one) => ({ name: one.path, url: one.id, isDeadLetters: one.path.includes("DeadLetters") })),
    rows: async (table) => {
      const found: Record<string, unknown>[] = []
      const pages = paginateScan({ client: dynamo }, { TableName: tableNames[table], ConsistentRead: true })
      for await (const page of pages) for (const item of page.Items ?? []) found.push(unmarshall(item))
      return found
    },
    receive: async (partyId) => {
      const url = await queueUrl(partyId)
      const received: PartyMessage[] = []
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ["SentTimestamp"],
          }),
        )
        if (Messages.length === 0) return received
        for (const { Body = "{}", Attributes } of Messages) {
          const event = partyEvent.parse(JSON.parse(Body))
          received.push({
            detailType: event["detail-type"],
            sentAt: Number(Attributes?.SentTimestamp ?? Number.NaN),
            body: Body,
            metadata: event.detail.metadata,
            data: event.detail.data,
          })
        }
        await sqs.send(
          new DeleteMessageBatchCommand({
            QueueUrl: url,
            Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
          }),
        )
      }
    },
    depth: async (url) => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      )
      return (
        Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
        Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
      )
    },
    close: () => {
      for (const client of [events, dynamo, sqs]) client.destroy()
    },
  }
}

function tableNamesOf(): [TableName, ...TableName[]] {
  const names = z.array(z.custom<TableName>((name) => typeof name === "string" && name in tables))
  const [first, ...others] = names.parse(Object.keys(tables))
  if (first === undefined) throw new Error("there are no tables")
  return [first, ...others]
}

/** Every deployed resource with its type, its path in the app and its physical id. */
function resourcesOf(deployment: LocalDeployment): readonly { type: string; path: string; id: string }[] {
  return deployment.stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) =>
      stack.takenOut[logicalId] === undefined
        ? [{ type: resource.Type, path: pathOf(resource, logicalId), id: stack.physicalId(logicalId) }]
        : [],
    ),
  )
}

const withPath = z.looseObject({ Metadata: z.looseObject({ "aws:cdk:path": z.string() }) })

function pathOf(resource: unknown, logicalId: string): string {
  const parsed = withPath.safeParse(resource)
  return parsed.success ? parsed.data.Metadata["aws:cdk:path"] : logicalId
}

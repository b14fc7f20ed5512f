import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { eventSchema, exampleDetail } from "./json-schema.ts"

/** The AsyncAPI 3.1 document of all channels, from the hub's point of view. */
export function asyncApi(contracts: readonly EventContract[], version: string): Record<string, unknown> {
  const operations = contracts.flatMap((contract) =>
    channelsOf(contract).map((channel) => operation(contract, channel)),
  )
  return {
    asyncapi: "3.1.0",
    info: {
      title: "Wayseal events",
      version,
      description:
        "Events that retailers, carriers and the hub exchange. The payload on a bus is the event's `detail`. In a queue " +
        "and at a webhook it has another frame, which the channel's `x-frame` names. A schema with `x-extensible` may " +
        "get more words.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    servers,
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, { ofHub, server, ...channel }]) => [
        name,
        {
          ...channel,
          servers: [{ $ref: `#/servers/${server}` }],
          messages: messagesOn(contracts.filter((contract) => isOfHub(contract) === ofHub)),
        },
      ]),
    ),
    operations: Object.fromEntries(operations),
    components: {
      securitySchemes,
      messages: Object.fromEntries(contracts.map((contract) => [contract.name, message(contract)])),
      schemas: Object.fromEntries(contracts.map((contract) => [contract.name, componentSchema(contract)])),
    },
  }
}

const region = { default: "ca-central-1", description: "Region of the hub's stage" }

const servers = {
  eventBridge: {
    host: "events.{region}.amazonaws.com",
    protocol: "eventbridge",
    description: "Amazon EventBridge. The policy of the ingress bus knows the party's account, source and detail-types",
    variables: { region },
    security: [{ $ref: "#/components/securitySchemes/awsSignature" }],
  },
  api: {
    host: "{host}",
    protocol: "https",
    description: "The hub's API, for parties without an AWS account",
    variables: { host: { default: "api.wayseal.example", description: "The host that the operator of the hub names" } },
    security: [{ $ref: "#/components/securitySchemes/party" }],
  },
  sqs: {
    host: "sqs.{region}.amazonaws.com",
    protocol: "sqs",
    description: "Amazon SQS. The policy of a party's queue knows the party's account",
    variables: { region },
    security: [{ $ref: "#/components/securitySchemes/awsSignature" }],
  },
  webhook: {
    host: "{receiver}",
    protocol: "https",
    description: "The endpoint of a party. It has to be public",
    variables: { receiver: { default: "hooks.party.example", description: "Host of the party's `webhookUrl`" } },
    security: [{ $ref: "#/components/securitySchemes/webhookSignature" }],
  },
}

const securitySchemes = {
  awsSignature: {
    type: "http",
    scheme: "AWS4-HMAC-SHA256",
    description: "AWS Signature Version 4, which every AWS SDK makes from the credentials of an IAM role",
  },
  party: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A JWT that the party signs (EdDSA or ES256). docs/events.md lists its claims",
  },
  webhookSignature: {
    type: "httpApiKey",
    name: "webhook-signature",
    in: "header",
    description:
      "A signature of Standard Webhooks: HMAC-SHA256 under the party's secret, over `webhook-id`, `webhook-timestamp` " +
      "and the body",
  },
}

/** What parties send (`ofHub` is false) and receive, by channel. AsyncAPI has no binding for EventBridge. */
const channels = {
  ingress: {
    address: "wayseal-{stage}-ingress",
    title: "ingress bus",
    description: "What parties send to the hub, under their own source `wayseal.<kind>.<partyId>`",
    parameters: { stage: { description: "Name of the hub's stage" } },
    "x-eventbridge": { source: "wayseal.<kind>.<partyId>", detailType: "name of the message", detail: "payload" },
    server: "eventBridge",
    ofHub: false,
  },
  publishing: {
    address: "/v1/events",
    title: "publishing over HTTPS",
    description: "The OpenAPI document has this operation, with up to ten events and their outcomes",
    "x-frame": '{ "events": [{ "detailType", "detail": payload }] }, or CloudEvents 1.0',
    server: "api",
    ofHub: false,
  },
  exchange: {
    address: "wayseal-{stage}-exchange",
    title: "exchange bus",
    description: "What the hub sends, each event to the one party in `metadata.audience`",
    parameters: { stage: { description: "Name of the hub's stage" } },
    "x-eventbridge": { source: "wayseal.hub", detailType: "name of the message", detail: "payload" },
    server: "eventBridge",
    ofHub: true,
  },
  queue: {
    address: "wayseal-{stage}-{partyId}",
    title: "queue of a party",
    description: "The same events as a party's SQS queue has them",
    parameters: { stage: { description: "Name of the hub's stage" }, partyId: { description: "Id of the party" } },
    "x-frame": "The whole EventBridge event, with the payload as `detail`",
    bindings: {
      sqs: { bindingVersion: "0.2.0", queue: { name: "wayseal-<stage>-<partyId>", fifoQueue: false } },
    },
    server: "sqs",
    ofHub: true,
  },
  webhook: {
    address: "/{path}",
    title: "webhook of a party",
    description: "The same events as a party's webhook receives them, signed as Standard Webhooks",
    parameters: { path: { description: "Path of the party's `webhookUrl`" } },
    "x-frame": '{ "type": name of the message, "timestamp": metadata.occurredAt, "metadata", "data" }',
    server: "webhook",
    ofHub: true,
  },
}

type ChannelName = "ingress" | "publishing" | "exchange" | "queue" | "webhook"

const isOfHub = ({ from }: EventContract): boolean => from === "hub"

function channelsOf(contract: EventContract): ChannelName[] {
  return isOfHub(contract) ? ["exchange", "queue", "webhook"] : ["ingress", "publishing"]
}

function messagesOn(contracts: readonly EventContract[]): object {
  return Object.fromEntries(contracts.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]))
}

/** The method of channels over HTTPS. */
const bindings = { http: { method: "POST", bindingVersion: "0.3.0" } }

function operation(contract: EventContract, name: ChannelName): [name: string, operation: object] {
  const action = isOfHub(contract) ? "send" : "receive"
  const channel = `#/channels/${name}`
  const isUsual = name === "ingress" || name === "exchange"
  return [
    `${action}-${contract.name}${isUsual ? "" : `-${name}`}`,
    {
      action,
      channel: { $ref: channel },
      summary: contract.summary,
      ...(channels[name].server === "api" || channels[name].server === "webhook" ? { bindings } : {}),
      messages: [{ $ref: `${channel}/messages/${contract.name}` }],
    },
  ]
}

function message(contract: EventContract): object {
  return {
    name: contract.detailType,
    title: `${contract.detailType}${contract.form === "original" ? "" : ` (${contract.form})`}`,
    summary: contract.summary,
    tags: [{ name: `from ${contract.from}` }, { name: `to ${contract.to}` }],
    payload: { $ref: `#/components/schemas/${contract.name}` },
    examples: contract.examples.map((data) => ({ payload: exampleDetail(contract, data) })),
  }
}

function componentSchema(contract: EventContract): object {
  const { $schema: _schema, $id: _id, examples: _examples, ...schema } = eventSchema(contract)
  return schema
}

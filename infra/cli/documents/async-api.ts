import type { EventContract } from "../../../shared/contracts/define-event.ts"
import { eventSchema, exampleDetail } from "./json-schema.ts"

/** The AsyncAPI 3.0 document of both buses, from the hub's point of view. */
export function asyncApi(contracts: readonly EventContract[], version: string): Record<string, unknown> {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Wayseal events",
      version,
      description:
        "Events that retailers, carriers and the hub exchange over Amazon EventBridge. The payload is the event's `detail`.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    channels: {
      ingress: {
        address: "ingress",
        title: "ingress bus",
        description: "What parties send to the hub, under their own source `wayseal.<kind>.<partyId>`",
        messages: messagesOn("ingress", contracts),
      },
      exchange: {
        address: "exchange",
        title: "exchange bus",
        description: "What the hub sends, each event to the one party in `metadata.audience`",
        messages: messagesOn("exchange", contracts),
      },
    },
    operations: Object.fromEntries(contracts.map(operation)),
    components: {
      messages: Object.fromEntries(contracts.map((contract) => [contract.name, message(contract)])),
      schemas: Object.fromEntries(contracts.map((contract) => [contract.name, componentSchema(contract)])),
    },
  }
}

function busOf({ from }: EventContract): "ingress" | "exchange" {
  return from === "hub" ? "exchange" : "ingress"
}

function messagesOn(bus: "ingress" | "exchange", contracts: readonly EventContract[]): object {
  const onBus = contracts.filter((contract) => busOf(contract) === bus)
  return Object.fromEntries(onBus.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]))
}

function operation(contract: EventContract): [name: string, operation: object] {
  const action = contract.from === "hub" ? "send" : "receive"
  const channel = `#/channels/${busOf(contract)}`
  return [
    `${action}-${contract.name}`,
    {
      action,
      channel: { $ref: channel },
      summary: contract.summary,
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

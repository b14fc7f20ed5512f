import type { EventContract } from "../../../shared/contracts/define-event.ts"
import { eventSchema, exampleDetail } from "./json-schema.ts"

/** The AsyncAPI 3.0 document of both buses, from the hub's point of view. */
export function asyncApi(contracts: readonly EventContract[], version: string): Record<string, unknown> {
  const channelOf = (contract: EventContract) => (contract.from === "hub" ? "exchange" : "ingress")
  const channel = (name: "ingress" | "exchange", description: string) => ({
    address: name,
    title: `${name} bus`,
    description,
    messages: Object.fromEntries(
      contracts
        .filter((contract) => channelOf(contract) === name)
        .map(({ name: message }) => [message, { $ref: `#/components/messages/${message}` }]),
    ),
  })
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
      ingress: channel("ingress", "What parties send to the hub, under their own source `wayseal.<kind>.<partyId>`"),
      exchange: channel("exchange", "What the hub sends, each event to the one party in `metadata.audience`"),
    },
    operations: Object.fromEntries(
      contracts.map((contract) => [
        `${contract.from === "hub" ? "send" : "receive"}-${contract.name}`,
        {
          action: contract.from === "hub" ? "send" : "receive",
          channel: { $ref: `#/channels/${channelOf(contract)}` },
          summary: contract.summary,
          messages: [{ $ref: `#/channels/${channelOf(contract)}/messages/${contract.name}` }],
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        contracts.map((contract) => [
          contract.name,
          {
            name: contract.detailType,
            title: `${contract.detailType}${contract.form === "original" ? "" : ` (${contract.form})`}`,
            summary: contract.summary,
            tags: [{ name: `from ${contract.from}` }, { name: `to ${contract.to}` }],
            payload: { $ref: `#/components/schemas/${contract.name}` },
            examples: contract.examples.map((data) => ({ payload: exampleDetail(contract, data) })),
          },
        ]),
      ),
      schemas: Object.fromEntries(
        contracts.map((contract) => {
          const { $schema: _schema, $id: _id, examples: _examples, ...schema } = eventSchema(contract)
          return [contract.name, schema]
        }),
      ),
    },
  }
}

import type { FunctionDeployment, StreamFilter } from "../functions/deployment.ts"
import { contractsFrom } from "../shared/base/contracts/catalogue.ts"
import type { EventContract, EventPattern } from "../shared/base/contracts/define-event.ts"
import { hubAudience, hubSource, invitedPartyMark } from "../shared/base/contracts/envelope.ts"
import { testPrefixes } from "../shared/base/contracts/test-references.ts"
import type { Party } from "../shared/parties/party.ts"
import { eventSource } from "../shared/parties/party-directory.ts"

/**
 * Detail-types that a kind of party may send, sorted.
 *
 * @param among of these contracts alone
 */
export function detailTypesFrom(kind: Party["kind"], among?: ReadonlySet<EventContract>): readonly string[] {
  const contracts = contractsFrom(kind).filter((contract) => among?.has(contract) ?? true)
  return [...new Set(contracts.map(({ detailType }) => detailType))].sort()
}

/** Whether a function takes what parties put on the ingress bus, where a sender can claim to be another. */
export function takesFromParties({ consumes }: FunctionDeployment): boolean {
  return consumes === "unknownEvents" || (typeof consumes === "object" && consumes.some(({ from }) => from !== "hub"))
}

/** Patterns of the ingress bus for some contracts: one pattern for all contracts that share their sources.
 * Contracts of the hub are left out. */
export function ingressPatterns(contracts: readonly EventContract[]): readonly EventPattern[] {
  const groups = new Map<string, EventPattern>()
  for (const contract of contracts) {
    if (contract.from === "hub") continue
    const pattern = contract.pattern()
    const key = JSON.stringify(pattern.source)
    const types = [...(groups.get(key)?.["detail-type"] ?? []), ...pattern["detail-type"]]
    groups.set(key, { ...pattern, "detail-type": [...new Set(types)].sort() })
  }
  return [...groups.values()]
}

/** The same for events about a shipment whose tracking number is a test reference. */
export function testReferencePatterns(contracts: readonly EventContract[]): readonly object[] {
  const trackingNumber = Object.values(testPrefixes).map((prefix) => ({ prefix }))
  return ingressPatterns(contracts).map((pattern) => ({ ...pattern, detail: { data: { trackingNumber } } }))
}

/** Where an event says whose it is: the party that sent it, or the one that it is for. A path of EventBridge. */
export const partyOfEvent = { sender: "$.source", audience: "$.detail.metadata.audience" } as const
export type PartyOfEvent = (typeof partyOfEvent)[keyof typeof partyOfEvent]

/** Matches every event of the hub. */
export const fromHub = { source: [hubSource] }

/** Matches what is addressed to any of these parties on the exchange bus. */
export function addressedTo(audience: readonly string[]): object {
  return { ...fromHub, detail: { metadata: { audience } } }
}

/** Matches what is addressed to any invited party on the exchange bus. */
export const addressedToInvited = { ...fromHub, resources: [invitedPartyMark] }

/** The pattern of the exchange bus for the contracts of the hub; none when there are no such contracts. */
export function exchangePatterns(contracts: readonly EventContract[]): readonly object[] {
  const ofHub = contracts.filter(({ from }) => from === "hub").map(({ detailType }) => detailType)
  return ofHub.length === 0 ? [] : [{ ...addressedTo([hubAudience]), "detail-type": ofHub }]
}

/** The pattern of a filter on a table's stream, with DynamoDB's types. */
export function streamPattern({ changes, where = {} }: StreamFilter): object {
  const image = Object.entries(where).map(([attribute, value]) => [
    attribute,
    typeof value === "boolean" ? { BOOL: [value] } : { S: [value] },
  ])
  return {
    eventName: changes,
    ...(image.length === 0 ? {} : { dynamodb: { NewImage: Object.fromEntries(image) } }),
  }
}

/**
 * Matches exactly the events of the ingress bus that no other rule takes: an unknown source, or a detail-type that this
 * kind of party may not send, or that no function of the stage takes. Functions check versions. So every event on the
 * bus has a function that answers for it.
 *
 * @param taken contracts that some function takes; all when absent
 */
export function unclaimedPattern(taken?: ReadonlySet<EventContract>): object {
  const kinds = ["retailer", "carrier"] as const
  const prefixOf = (kind: Party["kind"]) => eventSource({ kind, id: "" })
  return {
    $or: [
      { source: [{ "anything-but": { prefix: kinds.map(prefixOf) } }] },
      ...kinds.map((kind) => ({
        source: [{ prefix: prefixOf(kind) }],
        "detail-type": [{ "anything-but": detailTypesFrom(kind, taken) }],
      })),
    ],
  }
}

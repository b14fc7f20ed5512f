import { contractsFrom, ingressContracts } from "../shared/contracts/catalogue.ts"
import type { EventPattern } from "../shared/contracts/define-event.ts"
import type { Party } from "../shared/parties/party.ts"

/** Detail-types that a kind of party may send, sorted. */
export function detailTypesFrom(kind: Party["kind"]): readonly string[] {
  return [...new Set(contractsFrom(kind).map(({ detailType }) => detailType))].sort()
}

/**
 * Patterns of the ingress bus for some detail-types: one for each group of contracts that share their sources.
 *
 * @throws Error naming a detail-type that no party sends.
 */
export function ingressPatterns(detailTypes: readonly string[]): readonly EventPattern[] {
  const groups = new Map<string, EventPattern>()
  for (const wanted of detailTypes) {
    const contract = ingressContracts.find(({ detailType }) => detailType === wanted)
    if (contract === undefined) throw new Error(`no party sends ${wanted} to the hub`)
    const pattern = contract.pattern()
    const key = JSON.stringify(pattern.source)
    const types = [...(groups.get(key)?.["detail-type"] ?? []), ...pattern["detail-type"]]
    groups.set(key, { ...pattern, "detail-type": [...new Set(types)].sort() })
  }
  return [...groups.values()]
}

/**
 * Matches exactly what none of the ingress rules does: another source, or a detail-type that this kind of party does
 * not send. Versions are told apart by the functions, so with this rule nothing on the bus is lost without a word.
 */
export function unclaimedPattern(): object {
  const kinds = ["retailer", "carrier"] as const
  return {
    $or: [
      { source: [{ "anything-but": { prefix: kinds.map((kind) => `wayseal.${kind}.`) } }] },
      ...kinds.map((kind) => ({
        source: [{ prefix: `wayseal.${kind}.` }],
        "detail-type": [{ "anything-but": detailTypesFrom(kind) }],
      })),
    ],
  }
}

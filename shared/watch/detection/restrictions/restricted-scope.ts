import { operatorOf } from "../../../base/contracts/tool-name.ts"
import { keyKind } from "../accessor.ts"
import { voidsPostalCodes } from "../profiles/proof.ts"
import type { RetailerKnowledge } from "../retailers/retailer-knowledge.ts"
import { slowReadings } from "../scoring/evaluate-fan-out.ts"
import type { Finding } from "../scoring/finding.ts"

/**
 * Whether a finding alone restricts nobody, because the harm to innocent people is larger than what is withheld:
 *
 * - A slow reading in the hub's own lookup, where the phase alone shows without proof. Small sellers cross it too.
 * - Misses on a network, which many people share, before a retailer's share of them was first learned.
 *
 * @param of `tool` of the lookups, and the key that crossed
 */
export function restrictsNobody(
  { chart, reading, retailers, evidence }: Finding,
  of: { readonly accessorKey: string; readonly tool: string },
  { profileOf }: Pick<RetailerKnowledge, "profileOf">,
): boolean {
  if (slowReadings.has(reading)) return operatorOf(of.tool) === undefined
  if (chart !== "guess" || voidsPostalCodes(evidence.challengeFailed)) return false
  if (restrictedScopeOf(of.accessorKey) !== "network") return false
  return retailers.some((retailer) => profileOf(retailer)?.isMissShareAssumed === true)
}

/** What a restriction of a key applies to. A prefix is a wider network. None for keys that show no accessor. */
export function restrictedScopeOf(accessorKey: string): "subject" | "network" | undefined {
  const kind = keyKind(accessorKey)
  return kind === "subject" || kind === "network" ? kind : kind === "prefix" ? "network" : undefined
}

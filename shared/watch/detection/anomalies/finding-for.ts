import { counterparties, isShown, type Relation } from "../../../parties/relation-rule.ts"
import type { PublishedFinding } from "./published-finding.ts"

/** A finding together with the part of it that is its retailer's own. */
export type FindingForParties = PublishedFinding & { retailerId: string; retailerFinding: PublishedFinding }

/** Who sees a whole finding: its carriers and the hub. The numbers can run over several retailers. */
export const wholeFinding = counterparties

/** The finding as a party of it may see it: the retailer its own part, carriers and the hub all of it. */
export function findingFor(finding: FindingForParties, partyId: string): PublishedFinding {
  const shown = isShown(wholeFinding, relationToFinding(finding, partyId)) ? finding : finding.retailerFinding
  const { chart, severity, score, threshold, from, crossedAt, evidence, rise } = shown
  return { chart, severity, score, threshold, from, crossedAt, evidence, ...(rise === undefined ? {} : { rise }) }
}

/** How a party of a finding relates to the retailer whose numbers were looked up. */
export function relationToFinding({ retailerId }: { retailerId: string }, partyId: string): Relation {
  if (partyId === "hub") return "hub"
  return partyId === retailerId ? "self" : "counterparty"
}

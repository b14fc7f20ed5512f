import { type AccessorKeyKind, keyKind } from "../../watch/detection/accessor.ts"
import type { PublishedFinding, ShownFinding } from "../../watch/detection/anomalies/published-finding.ts"
import { voucherKindOf, vouchingParty } from "../../watch/detection/anomalies/voucher.ts"
import type { AnomalyOfCase } from "../cases/case-rows.ts"
import type { Relation } from "./relation.ts"
import { isShown, visibilityTable } from "./table.ts"

/** A finding together with the part of it that is its retailer's own. */
export type FindingForParties = PublishedFinding & { retailerId: string; retailerFinding: PublishedFinding }

/** The finding as a party of it may see it: the retailer its own part, carriers and the hub all of it. */
export function findingFor(finding: FindingForParties, partyId: string): PublishedFinding {
  const isWhole = isShown(visibilityTable.finding.evidence, relationToFinding(finding, partyId))
  const shown = isWhole ? finding : finding.retailerFinding
  const { chart, severity, score, threshold, from, crossedAt, evidence, rise } = shown
  return { chart, severity, score, threshold, from, crossedAt, evidence, ...(rise === undefined ? {} : { rise }) }
}

/**
 * A finding of a case as a party may see it, with whose lookups were counted and who says so. It shows nobody the
 * accessor.
 *
 * @param aliasOf public names of the parties that it may know
 */
export function shownFinding(
  anomaly: AnomalyOfCase,
  partyId: string,
  aliasOf: (partyId: string) => string | undefined,
): ShownFinding {
  const alias = aliasOf(vouchingParty(anomaly) ?? "hub")
  const vouchedBy = { ...voucherKindOf(anomaly), ...(alias === undefined ? {} : { alias }) }
  return { ...findingFor(anomaly, partyId), standsFor: countedOf(keyKind(anomaly.accessorKey)), vouchedBy }
}

function countedOf(kind: AccessorKeyKind): ShownFinding["standsFor"] {
  if (kind === "subject") return "visitor"
  return kind === "network" || kind === "prefix" ? "network" : "numbers"
}

/** Those anomalies of a case that a party may see. */
export function visibleAnomalies(anomalies: readonly AnomalyOfCase[], partyId: string): AnomalyOfCase[] {
  return anomalies.filter(({ retailerId, partyIds }) => {
    const mayKnow = partyId === "hub" || partyIds.includes(partyId)
    const relation = mayKnow ? relationToFinding({ retailerId }, partyId) : "stranger"
    return isShown(visibilityTable.finding.detectedAt, relation)
  })
}

/** How a party of a finding relates to the retailer whose numbers were looked up. */
function relationToFinding({ retailerId }: { retailerId: string }, partyId: string): Relation {
  if (partyId === "hub") return "hub"
  return partyId === retailerId ? "self" : "counterparty"
}

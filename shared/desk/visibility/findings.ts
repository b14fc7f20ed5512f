import { isShown } from "../../parties/relation-rule.ts"
import { type AccessorKeyKind, keyKind } from "../../watch/detection/accessor.ts"
import { findingFor, relationToFinding } from "../../watch/detection/anomalies/finding-for.ts"
import type { ShownFinding } from "../../watch/detection/anomalies/published-finding.ts"
import { voucherKindOf, vouchingParty } from "../../watch/detection/anomalies/voucher.ts"
import type { AnomalyOfCase } from "../cases/case-rows.ts"
import { visibilityTable } from "./table.ts"

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

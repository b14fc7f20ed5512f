import { derivedId } from "../../contracts/envelope.ts"
import { keyKind } from "../accessor.ts"
import type { Anomaly } from "../anomalies/anomaly.ts"
import { voidsPostalCodes } from "../profiles/proof.ts"
import { type NewRestriction, restrictionHours } from "./restriction.ts"

/**
 * The restriction that an anomaly asks for: 24 hours on the subject, network or prefix that crossed. None for a notice,
 * in shadow mode, or for a block of numbers, which many accessors share. The same anomaly always asks for the same
 * restriction.
 * @param now ISO; by default the anomaly's detection time
 * @param isOverThreshold whether a lookup made now keeps the score over its threshold; if not, an expired restriction
 *   does not start again
 */
export function restrictionOfAnomaly(
  anomaly: Anomaly,
  now: string = anomaly.detectedAt,
  isOverThreshold = false,
): NewRestriction | undefined {
  const scope = restrictedScopeOf(anomaly.accessorKey)
  if (anomaly.severity !== "alert" || anomaly.shadow || scope === undefined) return undefined
  const { reportedBy } = anomaly
  return {
    accessorKey: anomaly.accessorKey,
    restrictionId: derivedId("restriction", anomaly.anomalyId),
    scope,
    since: isOverThreshold ? now : anomaly.crossedAt,
    until: new Date(Date.parse(now) + restrictionHours * 3_600_000).toISOString(),
    reason: "anomaly",
    evidenceAt: anomaly.crossedAt,
    anomalyId: anomaly.anomalyId,
    accessorTokens:
      reportedBy === undefined ? [] : anomaly.accessorTokens.map((token) => ({ carrierId: reportedBy, token })),
    carrierIds: anomaly.carrierIds,
    voidsPostalCode: voidsPostalCodes(anomaly.evidence.challengeFailed),
  }
}

/** What a restriction of a key applies to. A prefix is a wider network. None for keys that show no accessor. */
export function restrictedScopeOf(accessorKey: string): NewRestriction["scope"] | undefined {
  const kind = keyKind(accessorKey)
  return kind === "subject" || kind === "network" ? kind : kind === "prefix" ? "network" : undefined
}

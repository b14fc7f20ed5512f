import { derivedId } from "../../contracts/envelope.ts"
import { keyKind } from "../accessor.ts"
import type { Anomaly } from "../anomalies/anomaly.ts"
import { voidsPostalCodes } from "../profiles/proof.ts"
import { restrictedKeyOf } from "../retailers/number-blocks.ts"
import { type NewRestriction, restrictionHours } from "./restriction.ts"

/**
 * The restriction that an anomaly asks for: 24 hours on the subject, network or prefix that crossed, or on the
 * neighbourhood of the block of numbers that accessors went through together. None for a notice or in shadow mode. The
 * same anomaly always asks for the same restriction.
 * @param now ISO; by default the anomaly's detection time
 * @param isOverThreshold whether a lookup made now keeps the score over its threshold; if not, an expired restriction
 *   does not start again
 */
export function restrictionOfAnomaly(
  anomaly: Anomaly,
  now: string = anomaly.detectedAt,
  isOverThreshold = false,
): NewRestriction | undefined {
  const scope = needsProof(anomaly) ? "neighbourhood" : restrictedScopeOf(anomaly.accessorKey)
  if (anomaly.severity !== "alert" || anomaly.shadow || scope === undefined) return undefined
  const { reportedBy } = anomaly
  return {
    accessorKey: restrictedKeyOf(anomaly.accessorKey),
    restrictionId: derivedId("restriction", anomaly.anomalyId),
    scope,
    since: isOverThreshold ? now : anomaly.crossedAt,
    until: new Date(Date.parse(now) + restrictionHours * 3_600_000).toISOString(),
    reason: "anomaly",
    evidenceAt: anomaly.crossedAt,
    anomalyId: anomaly.anomalyId,
    accessorTokens:
      reportedBy === undefined ? [] : anomaly.accessorTokens.map((token) => ({ carrierId: reportedBy, ...token })),
    carrierIds: anomaly.carrierIds,
    voidsPostalCode: voidsPostalCodes(anomaly.evidence.challengeFailed),
  }
}

/**
 * Whether the hub asks for proof around the block that an anomaly is about. What one party says of visitors restricts
 * its own lookups alone, and a block is everybody's.
 */
function needsProof({ accessorKey, chart, reportedBy, delegatedBy }: Anomaly): boolean {
  return isProofAdvised({ accessorKey, chart }) && reportedBy === undefined && delegatedBy === undefined
}

/** Whether an anomaly is about a block of numbers, so that lookups there should need proof. */
export function isProofAdvised({ accessorKey, chart }: Pick<Anomaly, "accessorKey" | "chart">): boolean {
  return chart === "block" && keyKind(accessorKey) === "block"
}

/** What a restriction of a key applies to. A prefix is a wider network. None for keys that show no accessor. */
export function restrictedScopeOf(accessorKey: string): "subject" | "network" | undefined {
  const kind = keyKind(accessorKey)
  return kind === "subject" || kind === "network" ? kind : kind === "prefix" ? "network" : undefined
}

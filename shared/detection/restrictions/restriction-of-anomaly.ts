import { derivedId } from "../../contracts/envelope.ts"
import { operatorOf, type RestrictionScope } from "../../contracts/words.ts"
import { keyKind } from "../accessor.ts"
import type { Anomaly } from "../anomalies/anomaly.ts"
import { voidsPostalCodes } from "../profiles/proof.ts"
import { restrictedKeyOf } from "../retailers/number-blocks.ts"
import type { RetailerKnowledge } from "../retailers/retailer-knowledge.ts"
import { slowReadings } from "../scoring/evaluate-fan-out.ts"
import type { Finding } from "../scoring/finding.ts"
import { type NewRestriction, restrictionHours } from "./restriction.ts"

/**
 * The restriction that an anomaly asks for: 24 hours on the subject, network or prefix that crossed, or on the
 * neighbourhood of the block of numbers that accessors went through together, or on the code block whose postal codes
 * they guessed. None for a notice, in shadow mode, or where {@link restrictsNobody}. The same anomaly always asks for
 * the same restriction.
 * @param now ISO; by default the anomaly's detection time
 * @param isOverThreshold whether a lookup made now keeps the score over its threshold; if not, an expired restriction
 *   does not start again
 */
export function restrictionOfAnomaly(
  anomaly: Anomaly,
  now: string = anomaly.detectedAt,
  isOverThreshold = false,
): NewRestriction | undefined {
  const scope = scopeOf(anomaly)
  if (anomaly.severity !== "alert" || anomaly.shadow || anomaly.restrictsNobody === true) return undefined
  if (scope === undefined) return undefined
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

/**
 * What an alert restricts. Of numbers, only what the hub saw itself: what one party says of visitors restricts its own
 * lookups alone, and numbers are everybody's.
 */
function scopeOf(anomaly: Anomaly): RestrictionScope | undefined {
  const { accessorKey, reportedBy, delegatedBy } = anomaly
  const isOfHub = reportedBy === undefined && delegatedBy === undefined
  if (isProofAdvised(anomaly)) return isOfHub ? "neighbourhood" : undefined
  if (keyKind(accessorKey) === "codeBlock") return isOfHub ? "codeBlock" : undefined
  return restrictedScopeOf(accessorKey)
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

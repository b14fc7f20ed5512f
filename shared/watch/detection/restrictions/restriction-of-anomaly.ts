import { derivedId } from "../../../base/contracts/envelope.ts"
import type { RestrictionScope } from "../../../base/contracts/words.ts"
import { keyKind } from "../accessor.ts"
import type { Anomaly } from "../anomalies/anomaly.ts"
import { vouchingParty } from "../anomalies/voucher.ts"
import { voidsPostalCodes } from "../profiles/proof.ts"
import { blockNamed, restrictedKeyOf } from "../retailers/number-blocks.ts"
import { restrictionHours } from "../thresholds/thresholds.ts"
import { restrictedScopeOf } from "./restricted-scope.ts"
import type { NewRestriction } from "./restriction.ts"
import { toolKindOf, toolPolicy } from "./tool-policy.ts"

/**
 * The restriction that an anomaly asks for: 24 hours on the subject, network or prefix that crossed, or on the
 * neighbourhood of the block of numbers that accessors went through together, or on the code block whose postal codes
 * they guessed. None for a notice, in shadow mode, or where the policy of tools spares the finding. The same anomaly
 * always asks for the same restriction.
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
  const voucher = vouchingParty(anomaly)
  return {
    accessorKey: restrictedKeyOf(anomaly.accessorKey),
    restrictionId: derivedId("restriction", anomaly.anomalyId),
    scope,
    since: isOverThreshold ? now : anomaly.crossedAt,
    until: new Date(Date.parse(now) + restrictionHours * 3_600_000).toISOString(),
    reason: "anomaly",
    evidenceAt: anomaly.crossedAt,
    anomalyId: anomaly.anomalyId,
    ...(voucher === undefined ? {} : { vouchedBy: voucher }),
    accessorTokens:
      reportedBy === undefined ? [] : anomaly.accessorTokens.map((token) => ({ carrierId: reportedBy, ...token })),
    carrierIds: anomaly.carrierIds,
    voidsPostalCode: voidsPostalCodes(anomaly.evidence.challengeFailed),
  }
}

/** What an alert restricts. */
function scopeOf(anomaly: Anomaly): RestrictionScope | undefined {
  const { accessorKey } = anomaly
  if (isProofAdvised(anomaly)) return mayRestrictNumbers(anomaly) ? "neighbourhood" : undefined
  if (keyKind(accessorKey) === "codeBlock") return mayRestrictNumbers(anomaly) ? "codeBlock" : undefined
  return restrictedScopeOf(accessorKey)
}

/**
 * Whether an alert restricts numbers. The key has to name the party whose word it is: a key without a party restricts
 * everybody on the hub's page, and anomalies of early releases have one whoever vouches.
 */
function mayRestrictNumbers(anomaly: Anomaly): boolean {
  if (blockNamed(anomaly.accessorKey)?.numbers.vouchedBy !== vouchingParty(anomaly)) return false
  return toolPolicy.restrictsNumbers.includes(toolKindOf(anomaly))
}

/** Whether an anomaly is about a block of numbers, so that lookups there should need proof. */
export function isProofAdvised({ accessorKey, chart }: Pick<Anomaly, "accessorKey" | "chart">): boolean {
  return chart === "block" && keyKind(accessorKey) === "block"
}

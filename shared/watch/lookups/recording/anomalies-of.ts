import { derivedId } from "../../../base/contracts/envelope.ts"
import { accessIdsPerEvent, accessorTokensPerEvent } from "../../../base/contracts/per-event-limits.ts"
import { keyKind, keysAt, networkKeys, prefixKeys, subjectKeys } from "../../detection/accessor.ts"
import { distinctTokens } from "../../detection/accessor-token.ts"
import { type Anomaly, anomalyKeptSeconds } from "../../detection/anomalies/anomaly.ts"
import type { PublishedFinding } from "../../detection/anomalies/published-finding.ts"
import { isSpared, toolKindOf } from "../../detection/restrictions/tool-policy.ts"
import type { RetailerKnowledge } from "../../detection/retailers/retailer-knowledge.ts"
import type { Finding } from "../../detection/scoring/finding.ts"
import { publishRetailerPart, publishWholeFinding } from "../../detection/scoring/publish-finding.ts"
import type { AccessFinding, AnomalyContext, ObservedAccess } from "./access-observer.ts"

/** Whether an access is later than the one that crossed, by the seconds that profiles keep. */
export function isAfter(access: Pick<ObservedAccess, "at">, crossedAtSeconds: number): boolean {
  return Math.floor(Date.parse(access.at) / 1000) > crossedAtSeconds
}

/**
 * One anomaly for each retailer that a finding touches, so that none of them sees the others. Guesses at unknown
 * tracking numbers touch carriers alone; the anomaly is then the first carrier's.
 */
export function anomaliesOf(
  { accessorKey, access, finding }: AccessFinding,
  context: AnomalyContext,
  retailers: RetailerKnowledge,
  now: Date,
): Anomaly[] {
  const carriers = [...new Set(context.carrierIds)].sort()
  const whole = wholeFor(context.reportedBy, finding)
  const names = namesAtCrossing(accessorKey, access, finding.crossedAt)
  const restrictsNobody = isSpared(finding, { accessorKey, tool: toolKindOf(context) }, retailers)
  return touchedParties(finding, whole, { retailers, carriers }).map(({ id, shadow, retailerFinding }) => ({
    anomalyId: derivedId(
      "anomaly",
      names.accessorKey,
      id,
      finding.chart,
      finding.severity,
      whole.crossedAt.slice(0, 10),
    ),
    ...names,
    retailerId: id,
    ...whole,
    detectedAt: now.toISOString(),
    tool: context.tool,
    ...(context.reportedBy === undefined ? {} : { reportedBy: context.reportedBy }),
    ...(context.delegatedBy === undefined ? {} : { delegatedBy: context.delegatedBy }),
    carrierIds: carriers,
    accessorTokens: distinctTokens(context.accessorTokens).slice(-accessorTokensPerEvent),
    accessIds: [...new Set(context.accessIds)].slice(-accessIdsPerEvent),
    retailerFinding,
    shadow,
    ...(restrictsNobody ? { restrictsNobody } : {}),
    expiresAt: Math.floor(now.getTime() / 1000) + anomalyKeptSeconds,
  }))
}

/**
 * All carriers of a finding see the whole of it. The hub's own lookups of parcels of many carriers are in one, so the
 * times of single lookups stay only where a carrier reported all of them itself.
 */
function wholeFor(reportedBy: string | undefined, finding: Finding): PublishedFinding {
  const { rise, ...whole } = publishWholeFinding(finding)
  return rise === undefined || reportedBy === undefined ? whole : { ...whole, rise }
}

function touchedParties(
  finding: Finding,
  whole: PublishedFinding,
  of: { retailers: RetailerKnowledge; carriers: readonly string[] },
): { id: string; shadow: boolean; retailerFinding: PublishedFinding }[] {
  const known = finding.parts.flatMap((part) => {
    const retailer = of.retailers.retailerOf(part.retailer)
    if (retailer === undefined) return []
    const shadow = retailer.detection.mode === "shadow"
    return [{ id: retailer.id, shadow, retailerFinding: publishRetailerPart(finding, part) }]
  })
  if (known.length > 0) return known
  return of.carriers.slice(0, 1).map((id) => ({ id, shadow: false, retailerFinding: whole }))
}

/**
 * The names of the accessor when it crossed, so that a finding from before its names changed is not found a second
 * time.
 */
function namesAtCrossing(accessorKey: string, { accessor }: ObservedAccess, crossedAtSeconds: number) {
  const kind = keyKind(accessorKey)
  if (kind !== "subject" && kind !== "network" && kind !== "prefix") return { accessorKey }
  const { subject, network, prefix = accessorKey } = keysAt(accessor, crossedAtSeconds * 1000)
  const crossed = { subject, network, prefix }[kind]
  const wider = [...networkKeys(accessor), ...prefixKeys(accessor)]
  const keys = [...(kind === "subject" ? subjectKeys(accessor) : []), ...wider]
  const otherKeys = keys.filter((key) => key !== crossed && key !== network)
  return {
    accessorKey: crossed,
    ...(kind === "subject" ? { subject, subjectKind: accessor.subject.kind } : {}),
    network,
    ...(otherKeys.length === 0 ? {} : { otherKeys }),
  }
}

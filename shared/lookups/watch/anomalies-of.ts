import { accessIdsPerEvent } from "../../contracts/access-anomaly-detected.ts"
import { derivedId } from "../../contracts/envelope.ts"
import { keyKind, keysAt, networkKeys, subjectKeys } from "../../detection/accessor.ts"
import { type Anomaly, anomalyKeptSeconds } from "../../detection/anomalies/anomaly.ts"
import type { RetailerKnowledge } from "../../detection/retailers/retailer-knowledge.ts"
import { publishRetailerPart, publishWholeFinding } from "../../detection/scoring/publish-finding.ts"
import type { AccessFinding, AnomalyContext, ObservedAccess } from "./access-observer.ts"

/** Whether an access is later than the one that crossed, by the seconds that profiles keep. */
export function isAfter(access: Pick<ObservedAccess, "at">, crossedAtSeconds: number): boolean {
  return Math.floor(Date.parse(access.at) / 1000) > crossedAtSeconds
}

/**
 * One anomaly for each retailer that a finding touches: none of them hears of the others. Guesses at tracking numbers that nobody knows
 * touch the carriers alone, and are the first one's.
 */
export function anomaliesOf(
  { accessorKey, access, finding }: AccessFinding,
  context: AnomalyContext,
  retailers: RetailerKnowledge,
  now: Date,
): Anomaly[] {
  const known = finding.parts.flatMap((part) => {
    const retailer = retailers.retailerOf(part.retailer)
    return retailer === undefined ? [] : [{ retailer, retailerFinding: publishRetailerPart(finding, part) }]
  })
  const carriers = [...new Set(context.carrierIds)].sort()
  const whole = publishWholeFinding(finding)
  const touched =
    known.length > 0
      ? known.map(({ retailer, retailerFinding }) => ({
          id: retailer.id,
          shadow: retailer.detection.mode === "shadow",
          retailerFinding,
        }))
      : carriers.slice(0, 1).map((id) => ({ id, shadow: false, retailerFinding: whole }))
  const kind = keyKind(accessorKey)
  const ofSubject = kind === "subject"
  const ofNetwork = kind === "network"
  // Under the name of that time: what was found before the names changed is not found a second time.
  const { subject, network } = keysAt(access.accessor, finding.crossedAt * 1000)
  const key = ofSubject ? subject : ofNetwork ? network : accessorKey
  const keys = [...(ofSubject ? subjectKeys(access.accessor) : []), ...networkKeys(access.accessor)]
  const otherKeys = ofSubject || ofNetwork ? keys.filter((one) => one !== subject && one !== network) : []
  return touched.map(({ id, shadow, retailerFinding }) => ({
    anomalyId: derivedId("anomaly", key, id, finding.chart, finding.severity, whole.crossedAt.slice(0, 10)),
    accessorKey: key,
    ...(ofSubject ? { subject, subjectKind: access.accessor.subject.kind } : {}),
    ...(ofSubject || ofNetwork ? { network } : {}),
    ...(otherKeys.length === 0 ? {} : { otherKeys }),
    retailerId: id,
    chart: finding.chart,
    severity: finding.severity,
    score: whole.score,
    threshold: whole.threshold,
    from: whole.from,
    crossedAt: whole.crossedAt,
    detectedAt: now.toISOString(),
    tool: context.tool,
    ...(context.reportedBy === undefined ? {} : { reportedBy: context.reportedBy }),
    carrierIds: carriers,
    accessorTokens: [...new Set(context.accessorTokens)].slice(0, 100),
    accessIds: [...new Set(context.accessIds)].slice(-accessIdsPerEvent),
    evidence: whole.evidence,
    retailerFinding,
    shadow,
    expiresAt: Math.floor(now.getTime() / 1000) + anomalyKeptSeconds,
  }))
}

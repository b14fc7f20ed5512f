import type { FindingEvidence, PublishedFinding } from "../../shared/detection/anomalies/published-finding.ts"

/** The numbers behind a walk of five neighbouring references in 40 seconds. */
export const walkEvidence: FindingEvidence = {
  references: 5,
  hits: 5,
  misses: 0,
  challengeFailed: 0,
  proven: 0,
  deliveryPoints: 0,
  accessors: 1,
  spanSeconds: 40,
  medianGap: 1,
  liveWidth: 30_000,
  ordinaryMissShare: null,
  ordinaryPerDay: null,
  canaries: 0,
}

/** The finding of a walk as parties receive it. */
export function publishedWalk(changes: Partial<PublishedFinding> = {}): PublishedFinding {
  return {
    chart: "walk",
    severity: "alert",
    score: 15.1,
    threshold: 14,
    from: "2026-11-01T14:00:10.000Z",
    crossedAt: "2026-11-01T14:00:50.000Z",
    evidence: walkEvidence,
    ...changes,
  }
}

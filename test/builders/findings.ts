import type { FindingEvidence, PublishedFinding } from "../../shared/watch/detection/anomalies/published-finding.ts"

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

/** How the score of that walk rose. Its first lookup has no neighbour yet. */
const walkRise: NonNullable<PublishedFinding["rise"]> = [
  { at: "2026-11-01T14:00:20.000Z", score: 3.2 },
  { at: "2026-11-01T14:00:30.000Z", score: 7.1 },
  { at: "2026-11-01T14:00:40.000Z", score: 11 },
  { at: "2026-11-01T14:00:50.000Z", score: 15.1 },
]

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
    rise: walkRise,
    ...changes,
  }
}

/**
 * Makes the published form of a finding: all its numbers for a party that may see the whole finding, and its own part
 * for a retailer. {@link explainFinding} puts it in words.
 */
import { explainFinding, type FindingExplanation } from "../anomalies/finding-in-words.ts"
import { type FindingEvidence, type PublishedFinding, risePoints } from "../anomalies/published-finding.ts"
import type { VolumeCrossing, VolumeSums } from "../charts/volume.ts"
import { volumeBucketSeconds } from "../thresholds/thresholds.ts"
import type { Finding, FindingPart, Rise } from "./finding.ts"

const iso = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString()

/** The latest points of a rise, with scores to a hundredth. None where nothing moved the score. */
const publishRise = (rise: Rise): Pick<PublishedFinding, "rise"> =>
  rise.length === 0
    ? {}
    : { rise: rise.slice(-risePoints).map(({ at, score }) => ({ at: iso(at), score: Math.round(score * 100) / 100 })) }

export const publishWholeFinding = ({
  chart,
  severity,
  peak,
  threshold,
  from,
  crossedAt,
  evidence,
  rise,
}: Finding): PublishedFinding => ({
  chart,
  severity,
  score: peak,
  threshold,
  from: iso(from),
  crossedAt: iso(crossedAt),
  evidence,
  ...publishRise(rise),
})

/**
 * The part of a finding that one of several retailers may see: its own references and times, and that its threshold was
 * reached.
 */
export const publishRetailerPart = ({ chart, severity }: Finding, part: FindingPart): PublishedFinding => ({
  chart,
  severity,
  score: part.score,
  threshold: part.threshold,
  from: iso(part.from),
  crossedAt: iso(part.crossedAt),
  evidence: part.evidence,
  ...publishRise(part.rise),
})

/**
 * A crossing of the advisory volume chart, which is never more than a notice.
 *
 * @param sums of the whole episode, the ten minutes in which it crossed included
 */
export const publishVolumeCrossing = (
  { from, at, score, threshold, ordinaryShare }: VolumeCrossing,
  sums: VolumeSums,
): PublishedFinding => {
  const crossedAt = at + volumeBucketSeconds - 1
  return {
    chart: "volume",
    severity: "notice",
    score,
    threshold,
    from: iso(from),
    crossedAt: iso(crossedAt),
    evidence: {
      references: sums.strangers,
      hits: sums.strangers,
      misses: 0,
      challengeFailed: 0,
      proven: 0,
      deliveryPoints: 0,
      accessors: sums.strangers,
      spanSeconds: crossedAt - from,
      medianGap: null,
      liveWidth: null,
      ordinaryMissShare: null,
      ordinaryPerDay: null,
      canaries: 0,
      firstLookups: sums.contacts,
      ordinaryStrangerShare: ordinaryShare,
    },
  }
}

const utc = (instant: string): string => `${instant.slice(0, 19).replace("T", " ")} UTC`

export type Explanation = FindingExplanation & {
  /** The numbers behind the words. */
  readonly numbers: FindingEvidence & { readonly score: number; readonly threshold: number }
}

/** @returns sentences in English with times in UTC, and the numbers behind them */
export const explain = (finding: PublishedFinding): Explanation => ({
  ...explainFinding(finding, { language: "en", at: utc }),
  numbers: { ...finding.evidence, score: finding.score, threshold: finding.threshold },
})

/**
 * What may be told of a finding. The words are {@link explainFinding}'s; here is which numbers they are made from: all of them for whoever
 * may know the whole finding, and for a retailer its own part alone.
 */
import { explainFinding, type FindingExplanation } from "../domain/finding-explanation.ts"
import type { FindingEvidence, ToldFinding } from "../domain/told-finding.ts"
import type { Finding, FindingPart } from "./finding.ts"

const iso = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString()

/** The whole finding. */
export const toldFinding = ({ chart, severity, peak, threshold, from, crossedAt, evidence }: Finding): ToldFinding => ({
  chart,
  severity,
  score: peak,
  threshold,
  from: iso(from),
  crossedAt: iso(crossedAt),
  evidence,
})

/** What one of several retailers whose numbers were looked up may be told: its own references and times, and that its threshold was reached. */
export const toldToRetailer = ({ chart, severity }: Finding, part: FindingPart): ToldFinding => ({
  chart,
  severity,
  score: part.score,
  threshold: part.threshold,
  from: iso(part.from),
  crossedAt: iso(part.crossedAt),
  evidence: part.evidence,
})

const utc = (instant: string): string => `${instant.slice(0, 19).replace("T", " ")} UTC`

export type Explanation = FindingExplanation & {
  /** The numbers behind the words. */
  readonly numbers: FindingEvidence & { readonly score: number; readonly threshold: number }
}

/** @returns sentences in English with times in UTC, and the numbers behind them */
export const explain = (finding: Finding): Explanation => ({
  ...explainFinding(toldFinding(finding), { language: "en", at: utc }),
  numbers: { ...finding.evidence, score: finding.peak, threshold: finding.threshold },
})

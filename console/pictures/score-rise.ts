/** A finding as the case shows it, as far as the picture of its score needs it. */
export type FindingWithRise = {
  readonly chart: string
  readonly severity: "notice" | "alert"
  readonly score: number
  readonly threshold: number
  readonly from: string
  readonly crossedAt: string
  readonly rise?: readonly { readonly at: string; readonly score: number }[] | undefined
}

/** One lookup that moved the score. */
export type RisePoint = { readonly step: number; readonly at: Date; readonly score: number }

/** How the score of one finding rose. */
export type ScoreRise = {
  readonly chart: string
  readonly severity: "notice" | "alert"
  readonly threshold: number
  readonly points: readonly RisePoint[]
  /** False where lookups of others made the score reach the threshold, which the party does not see. */
  readonly isReached: boolean
}

/** The rises that the case has, alerts first, then by the time at which they crossed. */
export function scoreRises(findings: readonly FindingWithRise[]): ScoreRise[] {
  return findings
    .filter(({ rise }) => rise !== undefined && rise.length > 0)
    .toSorted(
      (a, b) =>
        Number(b.severity === "alert") - Number(a.severity === "alert") ||
        Date.parse(a.crossedAt) - Date.parse(b.crossedAt),
    )
    .map(({ chart, severity, threshold, rise = [] }) => {
      const points = rise.map(({ at, score }, index) => ({ step: index + 1, at: new Date(at), score }))
      return { chart, severity, threshold, points, isReached: points.some(({ score }) => score >= threshold) }
    })
}

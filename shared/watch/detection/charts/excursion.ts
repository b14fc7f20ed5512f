/**
 * The cumulative sum that every chart keeps: `S <- max(0, S + LLR)`. The sum never falls below zero, so ordinary
 * lookups before or between do not hide a run of improbable ones.
 *
 * Page, E. S. (1954), "Continuous inspection schemes", Biometrika 41.
 */

/** Scores at which a chart gives notice and alarms. */
export type Thresholds = { readonly notice: number; readonly alert: number }

/** An excursion above zero that reached a threshold. */
export type Crossing = {
  /** Index of the entry at which the sum left zero. */
  readonly fromIndex: number
  /** Index of the entry at which the threshold was reached. */
  readonly atIndex: number
}

/** The sum after an entry, by the entry's index among those that the chart looks at. */
export type PathPoint = { readonly index: number; readonly score: number }

export type ChartResult = {
  /** The sum after the last entry. */
  readonly score: number
  /**
   * Index of the entry at which the current excursion left zero, among the entries that the chart looks at; null at
   * zero.
   */
  readonly fromIndex: number | null
  /** The highest sum anywhere along the entries, and where its excursion began and peaked. */
  readonly peak: number
  readonly peakFromIndex: number | null
  readonly peakIndex: number | null
  /** First crossing of each threshold; null if never. */
  readonly notice: Crossing | null
  readonly alert: Crossing | null
  /** The sum after each entry that moved it, in scoring order. */
  readonly path: () => readonly PathPoint[]
}

export type Excursion = {
  /** Adds the log-likelihood ratio of the entry at `index`. */
  add(index: number, llr: number): void
  /** Lets the sum fall by `amount` before an entry, as time without counted entries does. */
  decay(amount: number): void
  result(): ChartResult
}

/** Thresholds that no sum reaches: for a score without a verdict. */
export const unreachable: Thresholds = { notice: Number.POSITIVE_INFINITY, alert: Number.POSITIVE_INFINITY }

export const makeExcursion = (thresholds: Thresholds = unreachable): Excursion => {
  let sum = 0
  let from = -1
  let peak = 0
  let peakFrom = -1
  let peakIndex = -1
  let notice: Crossing | null = null
  let alert: Crossing | null = null
  const indices: number[] = []
  const sums: number[] = []
  return {
    add(index, llr) {
      if (sum <= 0) from = index
      sum += llr
      indices.push(index)
      sums.push(Math.max(0, sum))
      if (sum <= 0) {
        sum = 0
        from = -1
        return
      }
      if (sum > peak) {
        peak = sum
        peakFrom = from
        peakIndex = index
      }
      if (notice === null && sum >= thresholds.notice) notice = { fromIndex: from, atIndex: index }
      if (alert === null && sum >= thresholds.alert) alert = { fromIndex: from, atIndex: index }
    },
    decay(amount) {
      sum -= amount
      if (sum <= 0) {
        sum = 0
        from = -1
      }
    },
    result: () => ({
      score: sum,
      fromIndex: sum > 0 ? from : null,
      peak,
      peakFromIndex: peakFrom < 0 ? null : peakFrom,
      peakIndex: peakIndex < 0 ? null : peakIndex,
      notice,
      alert,
      // Few results are asked for it, and charts run at each lookup. A getter would make each result a slow object.
      path: () => indices.map((index, place) => ({ index, score: sums[place] ?? 0 })),
    }),
  }
}

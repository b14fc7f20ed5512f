/**
 * A second reading of W: do too many of one key's numbers lie too close together? It looks at the set and not at its order, so
 * that far hits between the steps of a walk do not dilute it, and it adds up over small ranges, where single steps say little.
 *
 * A scan statistic: the expected number of groups of `k` among `N` random numbers that fit a window of `w` in a range `M` is about
 * `k C(N, k) (w/M)^(k-1)` (Glaz, Naus, Wallenstein: "Scan Statistics", 2001, chapter 8); the score is minus its logarithm, with a
 * share of neighbouring numbers that ordinary orders in several parcels cause.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { type ChartResult, type Crossing, type Thresholds, unreachable } from "./excursion.ts"
import { countedEntries, type WalkParameters, walkEntries } from "./walk.ts"

export type ClusterParameters = WalkParameters & {
  /** Share of an accessor's numbers that lie beside another for ordinary reasons. */
  readonly neighbourShare?: number
}

const usualNeighbourShare = 0.02

const logFactorials: number[] = [0]
const logFactorial = (n: number): number => {
  for (let known = logFactorials.length; known <= n; known += 1) {
    logFactorials.push((logFactorials[known - 1] ?? 0) + Math.log(known))
  }
  return logFactorials[n] ?? 0
}

/** Score of `members` of `all` numbers that lie within `width` of each other, where all lie at random in `range`. */
export const clusterScore = (
  members: number,
  all: number,
  width: number,
  range: number,
  neighbourShare = usualNeighbourShare,
): number => {
  const chance = (1 - neighbourShare) * Math.min(1, width / range) + neighbourShare
  const groups = logFactorial(all) - logFactorial(members) - logFactorial(all - members)
  return -(members - 1) * Math.log(chance) - Math.log(members) - groups
}

/** The most that a cluster of `members` numbers can score; for leaving out what cannot reach a threshold. */
export const largestClusterScore = (members: number): number => -(members - 1) * Math.log(usualNeighbourShare)

type Member = { readonly index: number; readonly ordinal: number }

/**
 * @param entries all scored entries of the key; indices in the result count those of the retailer that have an ordinal. The score
 * is that of the best cluster around the last entry; a crossing is the first entry whose best cluster reached a threshold.
 */
export const cluster = (entries: readonly Contact[], parameters: ClusterParameters): ChartResult => {
  const looked = walkEntries(entries, parameters.retailer)
  const members = countedEntries(entries, looked, parameters.nearSequenceHead).map(({ index, contact }) => ({
    index,
    ordinal: contact.ordinal ?? 0,
  }))
  const thresholds: Thresholds = parameters.thresholds ?? unreachable
  const sorted: Member[] = []
  let score = 0
  let from: number | null = null
  let peak = 0
  let peakFrom: number | null = null
  let peakIndex: number | null = null
  let notice: Crossing | null = null
  let alert: Crossing | null = null
  for (const member of members) {
    let place = sorted.length
    while (place > 0 && (sorted[place - 1]?.ordinal ?? 0) > member.ordinal) place -= 1
    sorted.splice(place, 0, member)
    score = 0
    from = null
    for (let low = place; low >= 0; low -= 1) {
      const first = sorted[low]
      if (first === undefined || member.ordinal - first.ordinal > parameters.liveWidth) break
      for (let high = Math.max(place, low + 1); high < sorted.length; high += 1) {
        const last = sorted[high]
        if (last === undefined || last.ordinal - first.ordinal >= parameters.liveWidth) break
        const width = last.ordinal - first.ordinal
        const size = high - low + 1
        const reached = clusterScore(size, sorted.length, width, parameters.liveWidth, parameters.neighbourShare)
        if (reached > score) {
          score = reached
          from = Math.min(...sorted.slice(low, high + 1).map(({ index }) => index))
        }
      }
    }
    if (from === null) continue
    if (score > peak) {
      peak = score
      peakFrom = from
      peakIndex = member.index
    }
    if (notice === null && score >= thresholds.notice) notice = { fromIndex: from, atIndex: member.index }
    if (alert === null && score >= thresholds.alert) alert = { fromIndex: from, atIndex: member.index }
  }
  return { score, fromIndex: from, peak, peakFromIndex: peakFrom, peakIndex, notice, alert }
}

/**
 * A second reading of W: do too many of one key's numbers lie too close together? It looks at the set and not at its
 * order. So far hits between the steps of a walk do not dilute it, and it adds up over small ranges, where single steps
 * show little.
 *
 * A scan statistic: the expected number of groups of `k` among `N` random numbers that fit a window of `w` in a range
 * `M` is about `k C(N, k) (w/M)^(k-1)` (Glaz, Naus, Wallenstein: "Scan Statistics", 2001, chapter 8). The score is
 * minus its logarithm, with a share of neighbouring numbers that ordinary orders in several parcels cause.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { clusterNeighbourShare } from "../thresholds/thresholds.ts"
import { type ChartResult, type Crossing, type PathPoint, type Thresholds, unreachable } from "./excursion.ts"
import { countedEntries, type WalkParameters, walkEntries } from "./walk.ts"

export type ClusterParameters = WalkParameters & {
  /** Share of an accessor's numbers that lie beside another for ordinary reasons. */
  readonly neighbourShare?: number
}

const logFactorials: number[] = [0]
const logFactorial = (n: number): number => {
  for (let known = logFactorials.length; known <= n; known += 1) {
    logFactorials.push((logFactorials[known - 1] ?? 0) + Math.log(known))
  }
  return logFactorials[n] ?? 0
}

/**
 * Score of a cluster: `members` of `all` numbers lie within `width` of each other, where all lie at random in `range`.
 */
export const clusterScore = (
  { members, all, width, range }: { members: number; all: number; width: number; range: number },
  neighbourShare: number = clusterNeighbourShare,
): number => {
  const chance = (1 - neighbourShare) * Math.min(1, width / range) + neighbourShare
  const groups = logFactorial(all) - logFactorial(members) - logFactorial(all - members)
  return -(members - 1) * Math.log(chance) - Math.log(members) - groups
}

/** The most that a cluster of `members` numbers can score; for leaving out what cannot reach a threshold. */
export const largestClusterScore = (members: number): number => -(members - 1) * Math.log(clusterNeighbourShare)

type Member = { readonly index: number; readonly ordinal: number }

/** A group of numbers that lie close together, by the index of its first entry. */
type Group = { readonly score: number; readonly fromIndex: number }

/**
 * @param entries all scored entries of the key; indices in the result count those of the retailer that have an
 *   ordinal. The score is that of the best cluster around the last entry. A crossing is the first entry whose best
 *   cluster reached a threshold.
 */
export const cluster = (entries: readonly Contact[], parameters: ClusterParameters): ChartResult => {
  const looked = walkEntries(entries, parameters.series)
  const counted = countedEntries(entries, looked, parameters.forgives)
  const thresholds: Thresholds = parameters.thresholds ?? unreachable
  const sorted: Member[] = []
  let best: Group | null = null
  let peak: (Group & { readonly atIndex: number }) | null = null
  let notice: Crossing | null = null
  let alert: Crossing | null = null
  const path: PathPoint[] = []
  for (const { index, contact } of counted) {
    best = bestGroupAt(insertSorted(sorted, { index, ordinal: contact.ordinal ?? 0 }), sorted, parameters)
    path.push({ index, score: best?.score ?? 0 })
    if (best === null) continue
    const { score, fromIndex } = best
    if (score > (peak?.score ?? 0)) peak = { score, fromIndex, atIndex: index }
    if (score >= thresholds.notice) notice ??= { fromIndex, atIndex: index }
    if (score >= thresholds.alert) alert ??= { fromIndex, atIndex: index }
  }
  return {
    score: best?.score ?? 0,
    fromIndex: best?.fromIndex ?? null,
    peak: peak?.score ?? 0,
    peakFromIndex: peak?.fromIndex ?? null,
    peakIndex: peak?.atIndex ?? null,
    notice,
    alert,
    path: () => path,
  }
}

/** @returns the place at which the member was inserted */
const insertSorted = (sorted: Member[], member: Member): number => {
  let place = sorted.length
  while (place > 0 && (sorted[place - 1]?.ordinal ?? 0) > member.ordinal) place -= 1
  sorted.splice(place, 0, member)
  return place
}

/** The group with the highest score that holds the member at `place`; null where none scores above zero. */
const bestGroupAt = (place: number, sorted: readonly Member[], parameters: ClusterParameters): Group | null => {
  const { liveWidth, neighbourShare } = parameters
  const ordinal = sorted[place]?.ordinal ?? 0
  let best: Group | null = null
  for (let low = place; low >= 0; low -= 1) {
    const first = sorted[low]
    if (first === undefined || ordinal - first.ordinal > liveWidth) break
    for (let high = Math.max(place, low + 1); high < sorted.length; high += 1) {
      const last = sorted[high]
      if (last === undefined || last.ordinal - first.ordinal >= liveWidth) break
      const width = last.ordinal - first.ordinal
      const group = { members: high - low + 1, all: sorted.length, width, range: liveWidth }
      const score = clusterScore(group, neighbourShare)
      if (score > (best?.score ?? 0)) {
        best = { score, fromIndex: Math.min(...sorted.slice(low, high + 1).map(({ index }) => index)) }
      }
    }
  }
  return best
}

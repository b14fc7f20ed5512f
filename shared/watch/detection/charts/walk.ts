/**
 * W: does one key walk along a retailer's numbers? Compares the gap between each number and its nearest earlier
 * neighbour with the gaps between random numbers of the live range.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { isSamePlace, makePlaces } from "../profiles/place.ts"
import { isProven, trustsPostalCodes } from "../profiles/proof.ts"
import { smallestQuantile, walkContamination, walkShape } from "../thresholds/thresholds.ts"
import { type ChainEntry, longestStep } from "./chain.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type WalkParameters = {
  /** Whose numbers are walked. */
  readonly series: number
  /** Width of the range of numbers in use, in numbers; 3 days of orders. */
  readonly liveWidth: number
  /** Misses that show nothing, such as of numbers whose records arrive late. They do not count. */
  readonly forgives: (entry: Contact) => boolean
  readonly thresholds?: Thresholds
}

/**
 * Probability that the nearest of `neighbours` numbers drawn from a range of `width` lies no farther than `gap`.
 * Uniform for random numbers.
 */
export const gapQuantile = (gap: number, neighbours: number, width: number): number => {
  const covered = Math.min(1, (2 * gap) / width)
  if (covered >= 1) return 1
  return Math.max(smallestQuantile, 1 - (1 - covered) ** neighbours)
}

/**
 * Log-likelihood ratio of a quantile in a walk (density `a q^(a-1)`) against a random draw that contains some walks.
 */
export const walkLlr = (quantile: number): number => {
  const walking = walkDensity(quantile)
  return Math.log(walking / (1 - walkContamination + walkContamination * walking))
}

/** How many times as often as at random the gaps of a walk have this quantile. */
export const walkDensity = (quantile: number): number => walkShape * quantile ** (walkShape - 1)

/** The most that one entry can add. */
export const largestWalkLlr: number = -Math.log(walkContamination)

/** The entries that the walk chart of one series of numbers looks at. */
export const walkEntries = (entries: readonly Contact[], series: number): Contact[] =>
  entries.filter((entry) => entry.series === series && entry.ordinal !== null)

/** Whether an entry lies near enough to an earlier number of its series to add to a walk, a chain or a cluster. */
export const addsToWalk = (entries: readonly Contact[], entry: Contact, liveWidth: number): boolean => {
  if (entry.ordinal === null || entry.proof === "strong") return false
  let gap = Number.POSITIVE_INFINITY
  let neighbours = 0
  for (const other of entries) {
    if (other === entry || other.series !== entry.series || other.ordinal === null) continue
    const distance = Math.abs(entry.ordinal - other.ordinal)
    if (distance > liveWidth) continue
    neighbours += 1
    if (distance > 0 && distance < gap) gap = distance
  }
  return gap <= longestStep || (neighbours > 0 && walkLlr(gapQuantile(gap, neighbours, liveWidth)) > 0)
}

/**
 * Entries that count where order and gaps do not matter: unproven, no miss that shows nothing, to a new point, and each
 * number once.
 * @param looked the result of `walkEntries`; the returned indices count these
 */
export const countedEntries = (
  entries: readonly Contact[],
  looked: readonly Contact[],
  forgives: (entry: Contact) => boolean,
): ChainEntry[] => {
  const trusted = trustsPostalCodes(entries)
  const places = makePlaces()
  const ordinals = new Set<number>()
  const counted: ChainEntry[] = []
  let next = 0
  for (const entry of entries) {
    const index = looked[next] === entry ? next : -1
    if (index >= 0) next += 1
    const seen = places.includes(entry)
    places.add(entry)
    if (index < 0 || entry.ordinal === null || seen || ordinals.has(entry.ordinal)) continue
    if (isProven(entry, trusted) || (entry.outcome === "miss" && forgives(entry))) continue
    ordinals.add(entry.ordinal)
    counted.push({ index, contact: entry })
  }
  return counted
}

/**
 * @param entries all scored entries of the key; indices in the result count those of the series that have an
 *   ordinal
 */
export const walk = (entries: readonly Contact[], parameters: WalkParameters): ChartResult => {
  const looked = walkEntries(entries, parameters.series)
  const trusted = trustsPostalCodes(entries)
  const excursion = makeExcursion(parameters.thresholds)
  for (let index = 1; index < looked.length; index += 1) {
    const entry = looked[index]
    if (entry === undefined || entry.ordinal === null) continue
    if (isProven(entry, trusted)) continue
    if (entry.outcome === "miss" && parameters.forgives(entry)) continue
    let gap = Number.POSITIVE_INFINITY
    let neighbours = 0
    let seenPoint = false
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = looked[earlier]
      if (other === undefined || other.ordinal === null) continue
      const distance = Math.abs(entry.ordinal - other.ordinal)
      if (distance <= parameters.liveWidth) {
        neighbours += 1
        if (distance < gap) gap = distance
      }
    }
    if (neighbours === 0 || gap === 0) continue
    if (entry.deliveryPoint !== null) {
      for (const other of entries) {
        if (other === entry) break
        if (isSamePlace(other, entry)) {
          seenPoint = true
          break
        }
      }
    }
    if (seenPoint) continue
    excursion.add(index, walkLlr(gapQuantile(gap, neighbours, parameters.liveWidth)))
  }
  return excursion.result()
}

/**
 * K: do many accessors together walk through one block of a retailer's numbers? Each number is compared with the latest
 * numbers of other accessors. Their order matters, not their count, so that the burst after a mail-out is no anomaly.
 * Further numbers to a known destination add nothing, because a mail room's parcels come in runs.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { sharedPlaceOf } from "../profiles/place.ts"
import { mostBlockLlr, walkContamination } from "../thresholds/thresholds.ts"
import { longestStep } from "./chain.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"
import { gapQuantile, walkDensity } from "./walk.ts"

export type BlockParameters = {
  /** Range over which numbers lie at random, in numbers: the smaller of the block's and the live width. */
  readonly width: number
  /** How many of the latest earlier entries by others are compared with: 6 for lookups, 8 for misses. */
  readonly previous: number
  /** Shape of the ordinary gap quantile, `a q^(a-1)`: 1 is random, less where ordinary lookups come in number order. */
  readonly shape: (entry: Contact) => number
  /** Whether the entry touched a number that was planted and never issued, and what such a touch adds. */
  readonly isCanary?: (entry: Contact) => boolean
  readonly canaryLlr?: number
  readonly thresholds?: Thresholds
}

/**
 * The quantile of an entry's gap to the latest `previous` entries by others; null where there are none, or the number
 * is the same.
 */
export const blockQuantile = (
  entries: readonly Contact[],
  index: number,
  parameters: { readonly width: number; readonly previous: number },
): number | null => {
  const entry = entries[index]
  if (entry === undefined || entry.ordinal === null) return null
  let gap = Number.POSITIVE_INFINITY
  let neighbours = 0
  for (let earlier = index - 1; earlier >= 0 && neighbours < parameters.previous; earlier -= 1) {
    const other = entries[earlier]
    if (other === undefined || other.ordinal === null || other.subject === entry.subject) continue
    neighbours += 1
    gap = Math.min(gap, Math.abs(entry.ordinal - other.ordinal))
  }
  return neighbours === 0 || gap === 0 ? null : gapQuantile(gap, neighbours, parameters.width)
}

/** The quantiles of all entries that count, in order. Further numbers to a known destination do not count. */
export const blockQuantiles = (
  entries: readonly Contact[],
  parameters: { readonly width: number; readonly previous: number },
): (number | null)[] => {
  const places = new Set<number>()
  return entries.map((entry, index) => {
    const place = sharedPlaceOf(entry)
    const seen = place !== null && places.has(place)
    if (place !== null) places.add(place)
    return seen ? null : blockQuantile(entries, index, parameters)
  })
}

/** The first pair for each destination, because a mail room's parcels come in runs. */
export const firstOfDestinations = (entries: readonly Contact[]): Contact[] => {
  const places = new Set<number>()
  return entries.filter((entry) => {
    const place = sharedPlaceOf(entry)
    if (place === null) return true
    const isKnown = places.has(place)
    places.add(place)
    return !isKnown
  })
}

/** How many times as often as at random ordinary numbers lie one apart, by the shape of ordinary order. */
export const neighbourDensity = (shape: number, width: number): number =>
  Math.max(1, shape * Math.min(1, 2 / width) ** (shape - 1))

/** Log-likelihood ratio of a block quantile under an ordered walk against ordinary order of shape `a`. */
export const blockLlr = (quantile: number, shape: number): number => {
  const walking = walkDensity(quantile)
  const ordinary = shape * quantile ** (shape - 1)
  const expected = (1 - walkContamination) * ordinary + walkContamination * walking
  return Math.min(mostBlockLlr, Math.log(walking / expected))
}

/** Whether the last pair is close enough to another accessor's number to add to the order of a block or to a chain. */
export const addsToBlock = (
  pairs: readonly Contact[],
  parameters: { readonly width: number; readonly previous: number; readonly shape: (entry: Contact) => number },
): boolean => {
  const last = pairs[pairs.length - 1]
  if (last === undefined || last.ordinal === null) return false
  const quantile = blockQuantile(pairs, pairs.length - 1, parameters)
  if (quantile !== null && blockLlr(quantile, parameters.shape(last)) > 0) return true
  return pairs.some(({ ordinal, subject }) => {
    const step = ordinal === null ? 0 : Math.abs(ordinal - (last.ordinal ?? ordinal))
    return subject !== last.subject && step >= 1 && step <= longestStep
  })
}

/** @param entries the unproven pairs of subject and reference of one block; indices in the result count all of them */
export const block = (entries: readonly Contact[], parameters: BlockParameters): ChartResult => {
  const excursion = makeExcursion(parameters.thresholds)
  const quantiles = blockQuantiles(entries, parameters)
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]
    if (entry === undefined) continue
    if (parameters.isCanary?.(entry) === true) {
      excursion.add(index, parameters.canaryLlr ?? 0)
      continue
    }
    const quantile = quantiles[index] ?? null
    if (quantile !== null) excursion.add(index, blockLlr(quantile, parameters.shape(entry)))
  }
  return excursion.result()
}

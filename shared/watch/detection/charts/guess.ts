/**
 * G: does one key guess? Compares the share of its references that do not exist with that of ordinary typing errors.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { makePlaces } from "../profiles/place.ts"
import { isProven, trustsPostalCodes } from "../profiles/proof.ts"
import {
  guessedMissShare as guessed,
  guessedWrongCodeShare,
  mostMissShare,
  ordinaryWrongCodeShare,
} from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type GuessParameters = {
  /** Share of a retailer's ordinary lookups that miss, 0 to 1. */
  readonly missShare: (retailer: number) => number
  /** Least miss share assumed for this class of accessor. */
  readonly classFloor: number
  /** Misses that show nothing, such as of numbers announced late. They add 0. None by default. */
  readonly forgives?: (entry: Contact) => boolean
  /**
   * Rates, per second, at which ordinary accessors and guessers are shown parcels of destinations that are new to them.
   * Hits at such rates count for a guess instead of against it. Without rates, every hit counts against.
   */
  readonly reach?: { readonly ordinaryRate: number; readonly attackRate: number }
  readonly thresholds?: Thresholds
}

/** What a failed challenge adds, which is the most that one entry can add. */
export const failedChallengeLlr: number = Math.log(guessedWrongCodeShare / ordinaryWrongCodeShare)

/** Shares of misses in ordinary lookups (`m0`) and in guesses (`m1`). */
export const missShares = (retailerMissShare: number, classFloor: number): { m0: number; m1: number } => {
  const m0 = Math.min(mostMissShare, Math.max(classFloor, retailerMissShare))
  return { m0, m1: Math.max(guessed.least, Math.min(guessed.most, guessed.times * m0)) }
}

/** @param entries all scored entries of the key; every one is looked at */
export const guess = (entries: readonly Contact[], parameters: GuessParameters): ChartResult => {
  const excursion = makeExcursion(parameters.thresholds)
  const { reach } = parameters
  const trusted = trustsPostalCodes(entries)
  const places = makePlaces()
  let reachedAt: number | null = null
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]
    if (entry === undefined) continue
    if (entry.outcome === "challengeFailed") {
      excursion.add(index, failedChallengeLlr)
      continue
    }
    if (entry.outcome === "miss" && parameters.forgives?.(entry) === true) continue
    const { m0, m1 } = missShares(parameters.missShare(entry.retailer), parameters.classFloor)
    if (entry.outcome === "miss") {
      excursion.add(index, Math.log(m1 / m0))
      continue
    }
    const hit = Math.log((1 - m1) / (1 - m0))
    const reached = entry.deliveryPoint !== null && !places.includes(entry) && !isProven(entry, trusted)
    places.add(entry)
    if (reach === undefined || !reached) {
      excursion.add(index, hit)
      continue
    }
    if (reachedAt !== null) excursion.decay((reach.attackRate - reach.ordinaryRate) * (entry.at - reachedAt))
    reachedAt = entry.at
    excursion.add(index, hit + Math.log(reach.attackRate / reach.ordinaryRate))
  }
  return excursion.result()
}

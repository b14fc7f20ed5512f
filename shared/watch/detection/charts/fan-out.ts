/**
 * F: does one key see the parcels of too many destinations too fast? A Poisson rate chart over unproven hits: by
 * delivery point where it is known, and by reference where it is not.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { makePlaces } from "../profiles/place.ts"
import { isProven, trustsPostalCodes } from "../profiles/proof.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type FanOutParameters = {
  /**
   * `point`: hits whose known delivery point no earlier entry has. `reference`: hits without a known delivery point.
   */
  readonly by: "point" | "reference"
  /** Ordinary and attacking rates of counted entries, per second. */
  readonly ordinaryRate: number
  readonly attackRate: number
  /** Whether the profile has forgotten entries. Then a point may only look new, and the chart does not score. */
  readonly trimmed: boolean
  /** Which entries may count at all; all of them unless given. */
  readonly counts?: (entry: Contact) => boolean
  readonly thresholds?: Thresholds
}

/** @param entries all scored entries of the key; indices in the result count all of them */
export const fanOut = (entries: readonly Contact[], parameters: FanOutParameters): ChartResult => {
  const excursion = makeExcursion(parameters.thresholds)
  if (parameters.trimmed) return excursion.result()
  const trusted = trustsPostalCodes(entries)
  const perSecond = parameters.attackRate - parameters.ordinaryRate
  const perEntry = Math.log(parameters.attackRate / parameters.ordinaryRate)
  const places = makePlaces()
  let previousAt: number | null = null
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]
    if (entry === undefined) continue
    const point = entry.deliveryPoint
    const fresh = !places.includes(entry)
    places.add(entry)
    if (entry.outcome !== "hit" || isProven(entry, trusted)) continue
    if (parameters.by === "point" ? point === null || !fresh : point !== null) continue
    if (parameters.counts !== undefined && !parameters.counts(entry)) continue
    if (previousAt !== null) excursion.decay(perSecond * (entry.at - previousAt))
    previousAt = entry.at
    excursion.add(index, perEntry)
  }
  return excursion.result()
}

/**
 * A further reading of K: are 64 numbers in a row looked up many times as fast as a block of this retailer ever is? In
 * whatever order, and by however many accessors. So a small window is read: a mail-out brings people to all numbers
 * alike, and a walk to one window after the other.
 *
 * The pairs of a window arrive like a Poisson process. Its log-likelihood ratio of five times the learned pace gains
 * `ln 5` with each pair, and falls with time.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { densityTimes, densityWindowNumbers } from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

/** How far the next window begins beyond one, so that neighbouring windows overlap by half. */
const windowStep = densityWindowNumbers / 2

const hourSeconds = 3600

/** What one pair adds. */
export const densityLlr: number = Math.log(densityTimes)

/** The windows that hold a number, by their first number. */
export const windowsOf = (ordinal: number): number[] => {
  const last = Math.floor(ordinal / windowStep) * windowStep
  return [last - windowStep, last]
}

/** The entries of each window that holds one, by the window's first number. */
export const byWindow = (entries: readonly Contact[]): Map<number, Contact[]> => {
  const windows = new Map<number, Contact[]>()
  for (const entry of entries) {
    if (entry.ordinal === null) continue
    for (const first of windowsOf(entry.ordinal)) {
      const held = windows.get(first)
      if (held === undefined) windows.set(first, [entry])
      else held.push(entry)
    }
  }
  return windows
}

export type BlockDensityParameters = {
  /** Pairs an hour that the window of an ordinary block does not exceed at an entry. */
  readonly pace: (entry: Contact) => number
  readonly thresholds?: Thresholds
}

/** @param entries the unproven pairs of one window, the first for each destination; indices in the result count them */
export const blockDensity = (
  entries: readonly Contact[],
  { pace, thresholds }: BlockDensityParameters,
): ChartResult => {
  const excursion = makeExcursion(thresholds)
  for (const [index, entry] of entries.entries()) {
    const seconds = entry.at - (entries[index - 1]?.at ?? entry.at)
    excursion.decay(((densityTimes - 1) * pace(entry) * seconds) / hourSeconds)
    excursion.add(index, densityLlr)
  }
  return excursion.result()
}

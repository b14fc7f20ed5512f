/**
 * Learns from a whole log how many numbers each retailer issues a day, before the log is scored. So a log of one day is
 * scored with what that day shows.
 */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Access, Fingerprint } from "../../../shared/watch/detection/access.ts"
import { learnOrdersPerDay } from "../../../shared/watch/detection/learning/learn-profile.ts"

/** Numbers by different visitors that must be seen before anything is learned from them. */
const fewestNumbers = 30
/** Assumed when there are too few. */
export const assumedOrdersPerDay = 1_000

/** What a log shows of one sequence of numbers. `null`: its references have no numbers. */
export type LearnedPace = { readonly ordersPerDay: number; readonly isAssumed: boolean } | null

/** @returns by the number of the series */
export const learnPaces = (lookups: Iterable<Access>): ReadonlyMap<number, LearnedPace> => {
  const numbersOf = new Map<number, Map<Fingerprint, Number[]>>()
  for (const { retailer, series, ordinal, outcome, network, at } of lookups) {
    if (!numbersOf.has(retailer)) numbersOf.set(retailer, new Map())
    if (outcome !== "hit" || ordinal === null) continue
    const ofSeries = numbersOf.get(series) ?? new Map<Fingerprint, Number[]>()
    numbersOf.set(series, ofSeries)
    const ofNetwork = ofSeries.get(network.fingerprint)
    const day = Math.floor(at / daySeconds)
    // One number a day of each network, so that a walker teaches next to nothing.
    if (ofNetwork === undefined) ofSeries.set(network.fingerprint, [{ ordinal, day }])
    else if (ofNetwork.at(-1)?.day !== day) ofNetwork.push({ ordinal, day })
  }
  return new Map([...numbersOf].map(([series, ofSeries]) => [series, paceOf([...ofSeries.values()].flat())]))
}

type Number = { readonly ordinal: number; readonly day: number }

const paceOf = (numbers: readonly Number[]): LearnedPace => {
  if (numbers.length === 0) return null
  if (numbers.length < fewestNumbers) return { ordersPerDay: assumedOrdersPerDay, isAssumed: true }
  const days = new Set(numbers.map(({ day }) => day)).size
  const byDensity = Math.max(1, spreadOf(numbers.map(({ ordinal }) => ordinal)) / (daysInUse + days - 1))
  const byHead = learnOrdersPerDay(movesOf(numbers))
  // Numbers that are not given out in order have a head that hardly moves.
  const isSequence = byHead !== null && byHead > byDensity / 3 && byHead < byDensity * 3
  return { ordersPerDay: isSequence ? byHead : byDensity, isAssumed: false }
}

/** Days for which a number is looked up. */
const daysInUse = 3

/** Over how many numbers lookups spread: from the middle distance of neighbours, so that far ones do not count. */
const spreadOf = (ordinals: readonly number[]): number => {
  const sorted = [...new Set(ordinals)].sort((a, b) => a - b)
  const gaps = sorted.slice(1).map((ordinal, index) => ordinal - (sorted[index] ?? ordinal))
  const middle = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1
  return (middle / Math.LN2) * sorted.length
}

const headQuantile = 0.98

/** How far the head of the numbers moved from one day to the next. */
const movesOf = (numbers: readonly Number[]): number[] => {
  const days = Map.groupBy(numbers, ({ day }) => day)
  const heads = [...days]
    .filter(([, ofDay]) => ofDay.length >= fewestNumbers)
    .sort(([a], [b]) => a - b)
    .map(([day, ofDay]) => {
      const sorted = ofDay.map(({ ordinal }) => ordinal).sort((a, b) => a - b)
      return { day, head: sorted[Math.floor(headQuantile * (sorted.length - 1))] ?? 0 }
    })
  return heads.slice(1).map(({ day, head }, index) => {
    const before = heads[index]
    return before === undefined ? 0 : (head - before.head) / (day - before.day)
  })
}

import { daySeconds } from "../../../base/platform/instants.ts"
import { fewestRhythmDays, rhythmMemoryDays } from "../thresholds/thresholds.ts"

/**
 * How many numbers a retailer's feed announces in each hour (UTC), so that a quiet night does not count as an outage.
 * Learned from hourly reads of the head of the sequence.
 */

/** One hour of the day: on how many days it was read, and how many numbers it usually brought. */
export type RhythmHour = { readonly readings: number; readonly mean: number }

export type DailyRhythm = {
  /** The latest read: hours since 1970, and the head that was found. */
  readonly hour: number
  readonly ordinal: number
  /** 24, from midnight to midnight UTC. */
  readonly hours: readonly RhythmHour[]
}

const hoursPerDay = 24
const hourSeconds = 3600
/** Means are kept to this fraction of a number, to save space. */
const precision = 1000

/**
 * The rhythm after one more read. The hour before is learned if its beginning was read too. A second read in one hour
 * adds nothing.
 * @param reading `at` in epoch seconds; no hour counts for more than a day of orders, so that a jump of the sequence
 *   does not hide the rest
 */
export const rhythmAfter = (
  known: DailyRhythm | undefined,
  reading: { readonly ordinal: number; readonly at: number; readonly ordersPerDay: number },
): DailyRhythm => {
  const { ordinal } = reading
  const hour = Math.floor(reading.at / hourSeconds)
  if (known === undefined) {
    return { hour, ordinal, hours: Array.from({ length: hoursPerDay }, () => ({ readings: 0, mean: 0 })) }
  }
  if (hour <= known.hour) return known
  if (hour > known.hour + 1) return { ...known, hour, ordinal }
  const brought = Math.min(reading.ordersPerDay, Math.max(0, ordinal - known.ordinal))
  const hours = known.hours.map((one, place) => {
    if (place !== known.hour % hoursPerDay) return one
    const readings = Math.min(rhythmMemoryDays, one.readings + 1)
    return { readings, mean: Math.round((one.mean + (brought - one.mean) / readings) * precision) / precision }
  })
  return { hour, ordinal, hours }
}

/** Share of a day's numbers that each hour (UTC) brings, 24 that add up to 1; undefined until a week is known. */
export const hourSharesOf = (rhythm: DailyRhythm | undefined): readonly number[] | undefined => {
  if (rhythm === undefined || rhythm.hours.some(({ readings }) => readings < fewestRhythmDays)) return undefined
  const sum = rhythm.hours.reduce((total, { mean }) => total + mean, 0)
  return sum === 0 ? undefined : rhythm.hours.map(({ mean }) => mean / sum)
}

/**
 * How many days' worth of numbers is due between two times, epoch seconds. A whole day brings 1, and part of a day what
 * its hours bring.
 * @param hourShares see {@link hourSharesOf}; without them all hours bring the same
 */
export const daysDue = (hourShares: readonly number[] | undefined, from: number, to: number): number => {
  const seconds = Math.max(0, to - from)
  if (hourShares === undefined) return seconds / daySeconds
  const wholeDays = Math.floor(seconds / daySeconds)
  let due = wholeDays
  for (let at = from + wholeDays * daySeconds; at < to; ) {
    const hour = Math.floor(at / hourSeconds)
    const end = Math.min(to, (hour + 1) * hourSeconds)
    due += ((hourShares[hour % hoursPerDay] ?? 0) * (end - at)) / hourSeconds
    at = end
  }
  return due
}

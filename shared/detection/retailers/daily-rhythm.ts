import { daySeconds } from "../../platform/instants.ts"

/**
 * How a retailer's numbers come over the day: what its feed announces in each hour (UTC), so that a quiet night is not taken for an outage.
 * Learned from looks at the head of the sequence, one an hour.
 */

/** One hour of the day: on how many days it was looked at, and how many numbers it mostly brought. */
export type RhythmHour = { readonly looks: number; readonly mean: number }

export type DailyRhythm = {
  /** The latest look: hours since 1970, and the head that was found. */
  readonly hour: number
  readonly ordinal: number
  /** 24, from midnight to midnight UTC. */
  readonly hours: readonly RhythmHour[]
}

const hoursPerDay = 24
const hourSeconds = 3600
/** Days on which each hour must have been looked at before the rhythm counts. */
const fewestDays = 7
/** Days over which a rhythm is forgotten. */
const memoryDays = 28
/** Means are kept to so many parts of a number, so that they take little room. */
const precision = 1000

/**
 * The rhythm after one more look. The hour before it is learned if its beginning was looked at too; a second look in one hour teaches nothing.
 *
 * @param look `at` in epoch seconds; no hour counts for more than a day of orders, so that a leap of the sequence drowns nothing
 */
export const rhythmAfter = (
  known: DailyRhythm | undefined,
  look: { readonly ordinal: number; readonly at: number; readonly ordersPerDay: number },
): DailyRhythm => {
  const { ordinal } = look
  const hour = Math.floor(look.at / hourSeconds)
  if (known === undefined) {
    return { hour, ordinal, hours: Array.from({ length: hoursPerDay }, () => ({ looks: 0, mean: 0 })) }
  }
  if (hour <= known.hour) return known
  if (hour > known.hour + 1) return { ...known, hour, ordinal }
  const brought = Math.min(look.ordersPerDay, Math.max(0, ordinal - known.ordinal))
  const hours = known.hours.map((one, place) => {
    if (place !== known.hour % hoursPerDay) return one
    const looks = Math.min(memoryDays, one.looks + 1)
    return { looks, mean: Math.round((one.mean + (brought - one.mean) / looks) * precision) / precision }
  })
  return { hour, ordinal, hours }
}

/** Share of a day's numbers that each hour (UTC) brings, 24 that add up to 1; undefined until a week is known. */
export const hourSharesOf = (rhythm: DailyRhythm | undefined): readonly number[] | undefined => {
  if (rhythm === undefined || rhythm.hours.some(({ looks }) => looks < fewestDays)) return undefined
  const sum = rhythm.hours.reduce((total, { mean }) => total + mean, 0)
  return sum === 0 ? undefined : rhythm.hours.map(({ mean }) => mean / sum)
}

/**
 * How many days' worth of numbers is due between two times, epoch seconds: a whole day brings 1, part of one what its hours bring.
 *
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

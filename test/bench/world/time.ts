import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Random } from "../random.ts"

/** Days before counting starts. The detector learns the retailers' profiles in them. */
export const warmUpDays = 4
export const countedDays = 28
/** Start of the simulated time, in epoch seconds. */
export const epoch = 1_790_000_000

/** First day of the weeks before Christmas: half of the simulated days. */
export const peakFrom = (days: number): number => Math.floor(days / 2)

/**
 * Parcels of a day beside a retailer's mean: two thirds before the peak, and in it 2 to 3 times as many as before,
 * within four days. How much more is an assumption: Canada Post told of 1.52 million parcels on its busiest day of
 * 2016, and of 2.1 million in 2020, but not of an ordinary day.
 *
 * @param of the number of the retailer, and how many days are simulated
 */
export const seasonOf = (day: number, of: { readonly retailer: number; readonly days: number }): number => {
  const before = 0.65
  const most = before * (2 + (of.retailer % 5) / 4)
  const begun = Math.min(1, Math.max(0, (day - peakFrom(of.days) + 1) / 4))
  return before + (most - before) * begun
}

/** Seconds into a day. People order parcels and look them up by day. */
export const timeOfDay = (random: Random): number => {
  for (;;) {
    const seconds = random.uniform() * daySeconds
    const hour = seconds / 3600
    const activity = hour < 6 ? 0.08 : hour < 9 ? 0.5 : hour < 22 ? 1 : 0.4
    if (random.uniform() < activity) return seconds
  }
}

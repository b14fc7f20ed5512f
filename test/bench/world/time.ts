import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Random } from "../random.ts"

/** Days before counting starts. The detector learns the retailers' profiles in them. */
export const warmUpDays = 4
export const countedDays = 28
/** Start of the simulated time, in epoch seconds. */
export const epoch = 1_790_000_000

/** Seconds into a day. People order parcels and look them up by day. */
export const timeOfDay = (random: Random): number => {
  for (;;) {
    const seconds = random.uniform() * daySeconds
    const hour = seconds / 3600
    const activity = hour < 6 ? 0.08 : hour < 9 ? 0.5 : hour < 22 ? 1 : 0.4
    if (random.uniform() < activity) return seconds
  }
}

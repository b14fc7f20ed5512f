/**
 * The bucket of a credential's quota. Each new reference adds one, and it drains at the quota's rate. What the
 * profile still holds is counted anew each time. Only what it dropped is a number of its own, so that a quota may be
 * larger than a profile.
 */
import { leastQuotaBurst, ownThresholdTimes, quotaBurstHours } from "../thresholds/thresholds.ts"
import type { Contact } from "./access-profile.ts"

/** What a bucket holds of entries that the profile dropped. */
export type QuotaBucket = {
  /** References at `at`. */
  readonly level: number
  /** Epoch seconds. Earlier entries are in `level`, and late ones do not count. */
  readonly at: number
}

/** References above the quota that a credential may look up at once. */
export const quotaBurst = (quotaPerHour: number): number => Math.max(leastQuotaBurst, quotaPerHour * quotaBurstHours)

/** What drains in some time, references. */
export const drained = (quotaPerHour: number, seconds: number): number => (quotaPerHour / 3600) * seconds

/** The entries that the bucket does not hold yet. */
export const outsideBucket = (entries: readonly Contact[], bucket: QuotaBucket | undefined): readonly Contact[] =>
  bucket === undefined ? entries : entries.filter(({ at }) => at >= bucket.at)

const [, mostTimes] = ownThresholdTimes

/**
 * The bucket once the profile drops entries. One dropped in the very second of `at` and delivered again counts twice.
 *
 * @param entries of the profile before, in scoring order
 * @param isDropped which of them it drops
 */
export const bucketWithout = (
  entries: readonly Contact[],
  isDropped: (entry: Contact) => boolean,
  { quotaPerHour, before }: { readonly quotaPerHour: number; readonly before: QuotaBucket | undefined },
): QuotaBucket | undefined => {
  const outside = outsideBucket(entries, before)
  const last = outside.findLast(isDropped)
  if (last === undefined) return before
  // No retailer can set a threshold above this, so a long excess is over an hour or two after it ends.
  const most = mostTimes * quotaBurst(quotaPerHour)
  let { level, at } = before ?? { level: 0, at: outside[0]?.at ?? last.at }
  for (const entry of outside) {
    if (entry.at >= last.at && !isDropped(entry)) continue
    level = Math.min(most, Math.max(0, level - drained(quotaPerHour, entry.at - at)) + 1)
    at = entry.at
  }
  return { level, at: last.at }
}

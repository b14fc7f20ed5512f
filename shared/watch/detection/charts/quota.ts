/**
 * Q: does a credential look up more parcels than its quota, with or without a right to see them? A bucket that drains
 * at the quota's rate. A score of `quotaAlert` is a reference more than the burst that fits into it.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { drained, outsideBucket, type QuotaBucket, quotaBurst } from "../profiles/quota-bucket.ts"
import { quotaAlert } from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type QuotaParameters = {
  /** Different references that the credential's work needs in a busy hour. */
  readonly quotaPerHour: number
  /** What the bucket holds of entries that were dropped. */
  readonly bucket?: QuotaBucket | undefined
  readonly thresholds?: Thresholds
}

/** @param entries all stored entries of the credential; indices in the result count all of them */
export const quota = (entries: readonly Contact[], parameters: QuotaParameters): ChartResult => {
  const { quotaPerHour, bucket } = parameters
  // Half a reference more, so that rounding never decides.
  const perEntry = quotaAlert / (quotaBurst(quotaPerHour) + 0.5)
  const outside = outsideBucket(entries, bucket)
  const first = entries.length - outside.length
  const excursion = makeExcursion(parameters.thresholds, { sum: (bucket?.level ?? 0) * perEntry, from: first })
  let previousAt = bucket?.at ?? null
  for (const [index, entry] of outside.entries()) {
    if (previousAt !== null) excursion.decay(drained(quotaPerHour, entry.at - previousAt) * perEntry)
    previousAt = entry.at
    excursion.add(first + index, perEntry)
  }
  return excursion.result()
}

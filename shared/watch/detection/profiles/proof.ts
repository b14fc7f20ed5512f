import { voidingFailures } from "../thresholds/thresholds.ts"
import type { Contact } from "./access-profile.ts"

/** Whether so many references with a failed challenge make guesses of an accessor's postal codes. */
export const voidsPostalCodes = (failedChallenges: number): boolean => failedChallenges >= voidingFailures

/** Whether the postal codes of these entries still count as proof. */
export const trustsPostalCodes = (entries: readonly Contact[]): boolean => {
  let failed = 0
  for (const entry of entries) if (entry.outcome === "challengeFailed") failed += 1
  return !voidsPostalCodes(failed)
}

/** Whether an entry is proven, given whether the key's postal codes are trusted. */
export const isProven = (entry: Contact, postalCodesTrusted: boolean): boolean =>
  entry.proof === "strong" || (entry.proof === "postalCode" && postalCodesTrusted)

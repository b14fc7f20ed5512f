import type { Contact } from "./access-profile.ts"

/** From this many references with a failed challenge on, the postal codes of a key are guesses and prove nothing. */
export const failedChallengeLimit = 3

/** Whether the postal codes of these entries still count as proof. */
export const trustsPostalCodes = (entries: readonly Contact[]): boolean => {
  let failed = 0
  for (const entry of entries) if (entry.outcome === "challengeFailed") failed += 1
  return failed < failedChallengeLimit
}

/** Whether an entry is proven, given whether the key's postal codes are trusted. */
export const isProven = (entry: Contact, postalCodesTrusted: boolean): boolean =>
  entry.proof === "strong" || (entry.proof === "postalCode" && postalCodesTrusted)

/** Fewer failed challenges than this and a postal code is proof; from this many on it is one guess among others. */
export const guessesThatVoidPostalCodes = 3

import type { Contact } from "./access-profile.ts"
import type { QuotaBucket } from "./quota-bucket.ts"

export type UpdatedProfile = {
  /** False when the profile already held an earlier contact that says the same. */
  readonly isNews: boolean
  /** Whether the profile was empty before. */
  readonly isFirst: boolean
  /** One entry for each reference, in scoring order. */
  readonly entries: readonly Contact[]
  /** Whether the profile has forgotten places. */
  readonly trimmed: boolean
  /** What the quota's bucket holds of entries that were dropped. */
  readonly quotaBucket?: QuotaBucket | undefined
  /** The distinct contacts that the profile holds of the updated reference: the entry itself, if there is one alone. */
  readonly ofReference: readonly Contact[]
}

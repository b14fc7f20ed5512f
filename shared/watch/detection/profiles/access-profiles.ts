import type { ProfileAttribute } from "./profile-encoding.ts"
import type { QuotaBucket } from "./quota-bucket.ts"

/** A stored profile. */
export type StoredProfile = {
  /** Its entries. */
  readonly attributes: readonly ProfileAttribute[]
  /** Whether it has forgotten places. */
  readonly trimmed: boolean
  /** Of a credential with a quota: what the bucket holds of entries that were dropped. */
  readonly quotaBucket?: QuotaBucket
}

/**
 * The outcome of recording a contact, with the whole profile: `recorded` if it is new or identical to the entry,
 * `refresh` if an earlier entry stays.
 */
export type RecordedContact = { readonly outcome: "recorded" | "refresh"; readonly profile: StoredProfile }

/**
 * Access profiles: for each key a set of first contacts that only grows. Each call is one UpdateItem without a read,
 * counted by `onUpdate`.
 */
export type AccessProfiles = {
  /**
   * Keeps the smaller value of the entry. `expiresAt` in epoch seconds.
   * @param vouchedBy the party whose word the profile is of, which is noted beside it
   */
  record(
    profileKey: string,
    entry: ProfileAttribute,
    expiresAt: number,
    vouchedBy?: string | undefined,
  ): Promise<RecordedContact>
  /**
   * Removes these entries, if all still have these values.
   * @param forgetsPlaces whether to mark the profile as trimmed, for ever
   * @param quotaBucket the bucket that holds these entries from now on
   */
  trim(
    profileKey: string,
    entries: readonly ProfileAttribute[],
    forgetsPlaces: boolean,
    quotaBucket?: QuotaBucket | undefined,
  ): Promise<"trimmed" | "changed">
}

/** Forgets what single profiles hold of a reference, when its shipment is erased. */
export type AccessProfileErasure = {
  /** Removes the entries of these names, whatever they say. A profile that is not there stays away. */
  forget(profileKey: string, names: readonly string[]): Promise<void>
}

/** Reads single profiles, for decisions before a profile is written. */
export type AccessProfileReader = {
  /** The profile as it is, consistently; empty where there is none. */
  read(profileKey: string): Promise<StoredProfile>
}

/** Reads the profiles of many visitors at once. */
export type AccessProfileBatch = {
  /** These profiles, by their keys, as they are or were a moment ago; empty where there is none. */
  readAll(profileKeys: readonly string[]): Promise<Map<string, StoredProfile>>
}

/** A stored profile with its key, and the party that names the visitor, if one does and that was noted. */
export type KeyedProfile = {
  readonly profileKey: string
  readonly profile: StoredProfile
  readonly vouchedBy?: string | undefined
}

/** Reads profiles for learning from them. */
export type AccessProfileSamples = {
  /**
   * Some profiles, at most `limit`. If there are more, `turn` decides which: a number that increases by one from sample
   * to sample.
   */
  sample(options: { turn: number; limit: number }): AsyncIterable<KeyedProfile>
}

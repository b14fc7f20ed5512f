import type { ProfileAttribute } from "./profile-encoding.ts"

/** What is stored of one key: its entries as attributes, and whether older ones were trimmed away. */
export type StoredProfile = { readonly attributes: readonly ProfileAttribute[]; readonly trimmed: boolean }

/** What one contact came to: `recorded` (new, or the very same again) or `refresh` (an earlier one stands), with the whole profile. */
export type RecordedContact = { readonly outcome: "recorded" | "refresh"; readonly profile: StoredProfile }

/**
 * Access profiles: per key a grow-only set of first contacts, written without reading. Each call is one UpdateItem, counted by
 * `onUpdate`.
 */
export type AccessProfiles = {
  /** Keeps the smaller value of the entry. `expiresAt` in epoch seconds. */
  record(profileKey: string, entry: ProfileAttribute, expiresAt: number): Promise<RecordedContact>
  /** Removes these entries, if all still have these values, and marks the profile as trimmed. */
  trim(profileKey: string, entries: readonly ProfileAttribute[]): Promise<"trimmed" | "changed">
}

/** Reads single profiles, where something is to be decided before the profile is written. */
export type AccessProfileReader = {
  /** The profile as it is, consistently; empty where there is none. */
  read(profileKey: string): Promise<StoredProfile>
}

/** A stored profile with its key. */
export type KeyedProfile = { readonly profileKey: string; readonly profile: StoredProfile }

/** Reads profiles for learning from them. */
export type AccessProfileSamples = {
  /**
   * Some profiles, at most `limit`. Where there are more, which ones depends on `turn`, a number that counts on from one sample to the next.
   */
  sample(options: { turn: number; limit: number }): AsyncIterable<KeyedProfile>
}

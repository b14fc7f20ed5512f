import {
  type Contact,
  compareContacts,
  entryLifetimeSeconds,
  joinContacts,
  scoredEntryLimit,
  storedEntryLimit,
} from "./access-profile.ts"
import { type Retention, retainedEntries } from "./retention.ts"
import type { UpdatedProfile } from "./updated-profile.ts"

export type MemoryProfile = {
  /** One for each reference, in scoring order. */
  entries: Contact[]
  /** By tag, the distinct contacts of references that have several. Absent in most profiles, which saves memory. */
  severalOf?: Map<string, Contact[]>
  /** Whether it has forgotten places. */
  trimmed: boolean
}

/** Profiles of one kind in memory, by key. They hold the same contacts as stored profiles of the same updates. */
export type MemoryProfiles<Key> = {
  record(key: Key, contact: Contact, retention: Retention): UpdatedProfile
  /** The entries of one profile, in scoring order; none if there is no such profile. */
  entriesOf(key: Key): readonly Contact[]
  entries(): Iterable<readonly [Key, MemoryProfile]>
  /** Forgets profiles whose latest entry is older than 30 days before `at`, epoch seconds. */
  forget(at: number): void
}

/** @param onWrite called for each write that storage would make, trims included */
export const memoryProfiles = <Key>(onWrite: (write: "update" | "trim") => void): MemoryProfiles<Key> => {
  const profiles = new Map<Key, MemoryProfile>()

  const profileAt = (key: Key): MemoryProfile => {
    const known = profiles.get(key)
    if (known !== undefined) return known
    const made: MemoryProfile = { entries: [], trimmed: false }
    profiles.set(key, made)
    return made
  }

  return {
    record(key, contact, retention) {
      onWrite("update")
      const profile = profileAt(key)
      const place = placeOf(profile.entries, contact)
      if (place >= 0) return joinInto(profile, place, contact)
      const isFirst = profile.entries.length === 0 && !profile.trimmed
      append(profile, contact)
      if (profile.entries.length > storedEntryLimit) {
        onWrite("trim")
        trim(profile, retention)
      }
      return { isNews: true, isFirst, entries: profile.entries, trimmed: profile.trimmed, ofReference: [contact] }
    },
    entriesOf: (key) => profiles.get(key)?.entries ?? [],
    entries: () => profiles,
    forget(at) {
      for (const [key, { entries }] of profiles) {
        const last = entries[entries.length - 1]
        if (last === undefined || last.at < at - entryLifetimeSeconds) profiles.delete(key)
      }
    },
  }
}

/**
 * Where a reference is held, -1 if nowhere. Subjects are compared first: in blocks they differ more often than tags,
 * and faster.
 */
const placeOf = (entries: readonly Contact[], { tag, subject }: Contact): number => {
  for (let place = entries.length - 1; place >= 0; place -= 1) {
    const entry = entries[place]
    if (entry !== undefined && entry.subject === subject && entry.tag === tag) return place
  }
  return -1
}

const append = ({ entries }: MemoryProfile, contact: Contact): void => {
  const last = entries[entries.length - 1]
  entries.push(contact)
  if (last !== undefined && compareContacts(last, contact) > 0) entries.sort(compareContacts)
}

const joinInto = (profile: MemoryProfile, place: number, contact: Contact): UpdatedProfile => {
  const { entries, trimmed } = profile
  const known = entries[place] ?? contact
  const held = profile.severalOf?.get(contact.tag) ?? [known]
  const twin = held.findIndex((one) => saysTheSame(one, contact))
  const earlier = held[twin]
  if (earlier !== undefined && contact.at > earlier.at) {
    return { isNews: false, isFirst: false, entries, trimmed, ofReference: held }
  }
  const joined = joinContacts(known, contact)
  entries[place] = joined
  if (joined.at !== known.at) entries.sort(compareContacts)
  const others = held.filter((_, index) => index !== twin)
  const ofReference = others.length > 0 ? [...others, contact] : [joined]
  if (others.length > 0) {
    profile.severalOf ??= new Map()
    profile.severalOf.set(contact.tag, ofReference)
  }
  return { isNews: true, isFirst: false, entries, trimmed, ofReference }
}

/** Whether storage would keep only the earlier of two contacts of one reference. */
const saysTheSame = (one: Contact, other: Contact): boolean =>
  one.outcome === other.outcome &&
  one.proof === other.proof &&
  one.history === other.history &&
  (one.deliveryPoint === null) === (other.deliveryPoint === null)

const trim = (profile: MemoryProfile, retention: Retention): void => {
  const { entries, forgetsPlaces } = retainedEntries(profile.entries, scoredEntryLimit, retention)
  const kept = new Set(entries)
  for (const entry of profile.entries) if (!kept.has(entry)) profile.severalOf?.delete(entry.tag)
  profile.entries = [...entries]
  if (forgetsPlaces) profile.trimmed = true
}

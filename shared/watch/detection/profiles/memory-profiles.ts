import { scoredEntryLimit, storedEntryLimit } from "../thresholds/thresholds.ts"
import { type Contact, compareContacts, entryLifetimeSeconds, joinContacts } from "./access-profile.ts"
import { bucketWithout, type QuotaBucket } from "./quota-bucket.ts"
import { type Retention, retainedEntries } from "./retention.ts"
import type { UpdatedProfile } from "./updated-profile.ts"

export type MemoryProfile = {
  /** One for each reference, in scoring order. */
  readonly entries: readonly Contact[]
  /** By tag, the distinct contacts of references that have several. */
  readonly severalOf: ReadonlyMap<string, readonly Contact[]> | undefined
  /** Whether it has forgotten places. */
  readonly trimmed: boolean
}

/** Profiles of one kind in memory, by key. They hold the same contacts as stored profiles of the same updates. */
export type MemoryProfiles<Key> = {
  /** @param quotaPerHour of a credential, for its bucket: different references an hour */
  record(key: Key, contact: Contact, retention: Retention, quotaPerHour?: number | undefined): UpdatedProfile
  /** The entries of one profile, in scoring order; none if there is no such profile. */
  entriesOf(key: Key): readonly Contact[]
  entries(): Iterable<readonly [Key, MemoryProfile]>
  /** Takes a profile as one that has forgotten places, where it comes from elsewhere. */
  markTrimmed(key: Key): void
  /** Forgets profiles whose latest entry is older than 30 days before `at`, epoch seconds. */
  forget(at: number): void
}

type Appended = {
  readonly contact: Contact
  readonly retention: Retention
  readonly quotaPerHour: number | undefined
}

/**
 * Most of many profiles have one entry and nothing else. So what only few have is beside them, and lists are as long
 * as their entries: one that is pushed to has room for 16 more.
 *
 * @param onWrite called for each write that storage would make, trims included
 */
export const memoryProfiles = <Key>(onWrite: (write: "update" | "trim") => void): MemoryProfiles<Key> => {
  const entriesOf = new Map<Key, Contact[]>()
  const severalOf = new Map<Key, Map<string, readonly Contact[]>>()
  const trimmed = new Set<Key>()
  const quotaBuckets = new Map<Key, QuotaBucket>()

  const append = (key: Key, known: readonly Contact[], { contact, ...kept }: Appended): UpdatedProfile => {
    const isFirst = known.length === 0 && !trimmed.has(key)
    const all = known.concat([contact])
    const last = known[known.length - 1]
    if (last !== undefined && compareContacts(last, contact) > 0) all.sort(compareContacts)
    const entries = all.length > storedEntryLimit ? trim(key, all, kept) : all
    entriesOf.set(key, entries)
    const quotaBucket = quotaBuckets.get(key)
    return { isNews: true, isFirst, entries, trimmed: trimmed.has(key), quotaBucket, ofReference: [contact] }
  }

  const trim = (key: Key, all: readonly Contact[], of: Omit<Appended, "contact">): Contact[] => {
    onWrite("trim")
    const { retention, quotaPerHour } = of
    const { entries, forgetsPlaces } = retainedEntries(all, scoredEntryLimit, retention)
    const kept = new Set(entries)
    const several = severalOf.get(key)
    for (const entry of all) if (!kept.has(entry)) several?.delete(entry.tag)
    if (forgetsPlaces) trimmed.add(key)
    if (quotaPerHour !== undefined) {
      const before = quotaBuckets.get(key)
      const bucket = bucketWithout(all, (entry) => !kept.has(entry), { quotaPerHour, before })
      if (bucket !== undefined) quotaBuckets.set(key, bucket)
    }
    return [...entries]
  }

  const joinInto = (key: Key, entries: Contact[], place: number, contact: Contact): UpdatedProfile => {
    const known = entries[place] ?? contact
    const held = severalOf.get(key)?.get(contact.tag) ?? [known]
    const twin = held.findIndex((one) => saysTheSame(one, contact))
    const earlier = held[twin]
    const marks = { trimmed: trimmed.has(key), quotaBucket: quotaBuckets.get(key) }
    const unchanged = { isNews: false, isFirst: false, entries, ...marks, ofReference: held }
    if (earlier !== undefined && contact.at > earlier.at) return unchanged
    const joined = joinContacts(known, contact)
    entries[place] = joined
    if (joined.at !== known.at) entries.sort(compareContacts)
    const others = held.filter((_, index) => index !== twin)
    const ofReference = others.length > 0 ? [...others, contact] : [joined]
    if (others.length > 0) severalOf.set(key, (severalOf.get(key) ?? new Map()).set(contact.tag, ofReference))
    // As in storage: an earlier or equal contact of the same kind replaces the only one there is.
    const isFirst = entries.length === 1 && ofReference.length === 1 && !trimmed.has(key)
    return { ...unchanged, isNews: true, isFirst, ofReference }
  }

  return {
    record(key, contact, retention, quotaPerHour) {
      onWrite("update")
      const entries = entriesOf.get(key) ?? []
      const place = placeOf(entries, contact)
      return place < 0
        ? append(key, entries, { contact, retention, quotaPerHour })
        : joinInto(key, entries, place, contact)
    },
    entriesOf: (key) => entriesOf.get(key) ?? [],
    *entries() {
      for (const [key, entries] of entriesOf) {
        yield [key, { entries, severalOf: severalOf.get(key), trimmed: trimmed.has(key) }]
      }
    },
    markTrimmed: (key) => void trimmed.add(key),
    forget(at) {
      for (const [key, entries] of entriesOf) {
        const last = entries[entries.length - 1]
        if (last !== undefined && last.at >= at - entryLifetimeSeconds) continue
        entriesOf.delete(key)
        severalOf.delete(key)
        trimmed.delete(key)
        quotaBuckets.delete(key)
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

/** Whether storage would keep only the earlier of two contacts of one reference. */
const saysTheSame = (one: Contact, other: Contact): boolean =>
  one.outcome === other.outcome &&
  one.proof === other.proof &&
  one.history === other.history &&
  (one.deliveryPoint === null) === (other.deliveryPoint === null)

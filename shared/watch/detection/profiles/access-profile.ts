import { detectorMemoryDays } from "../../../base/contracts/retention.ts"
import type { LookupOutcome } from "../../../base/contracts/words.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import { newcomerDays } from "../thresholds/thresholds.ts"

/**
 * The state of the detector for one key: a set of first contacts that only grows, with one entry for each reference.
 *
 * The join of two contacts of one reference is commutative, associative and idempotent, and so is the union of two
 * sets. The set is the same in whatever order, how often and how concurrently contacts arrive.
 */

/** What a lookup found. When two contacts are joined, the later word of this list wins. */
export const outcomes = ["miss", "hit", "challengeFailed"] as const satisfies readonly LookupOutcome[]
export type Outcome = LookupOutcome

/** The proof, in the order of the join. `strong` is a link token, an account, a case link or an entitlement. */
export const proofClasses = ["none", "postalCode", "strong"] as const
export type ProofClass = (typeof proofClasses)[number]

/**
 * What the subject's profile knew when it looked; only meaningful in network profiles. `none`: nothing (see
 * `isNewcomer`). `forgotten`: it had forgotten places, so the reference may be one that the subject looked up before.
 * When two contacts are joined, the later word of this list wins.
 */
export const histories = ["none", "known", "forgotten"] as const
export type History = (typeof histories)[number]

export type Contact = {
  /**
   * Keyed tag of the reference (of the pair of subject and reference in block profiles); six characters when stored.
   */
  readonly tag: string
  /** When the reference was first looked up, whole seconds since 1970. */
  readonly at: number
  /** The retailer's number, 0 to 65,535. */
  readonly retailer: number
  /** Whose numbers the ordinal belongs to: the retailer, or the carrier for a lookup by its tracking number. */
  readonly series: number
  /** Place of the reference in the series, blinded by a constant; null where its numbers have no order. */
  readonly ordinal: number | null
  readonly outcome: Outcome
  readonly proof: ProofClass
  /** 32-bit keyed hash of the destination; null when unknown. */
  readonly deliveryPoint: number | null
  /** 32-bit keyed hash of the subject; null except in block profiles. */
  readonly subject: number | null
  readonly history: History
}

/** Entries older than this, counted from the latest entry of the profile, are forgotten. */
export const entryLifetimeSeconds = detectorMemoryDays * daySeconds

const smaller = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b)

const later = <T>(order: readonly T[], a: T, b: T): T => (order.indexOf(a) >= order.indexOf(b) ? a : b)

/** Joins two contacts of one reference. Commutative, associative, idempotent. */
export const joinContacts = (a: Contact, b: Contact): Contact => ({
  tag: a.tag,
  at: Math.min(a.at, b.at),
  retailer: Math.min(a.retailer, b.retailer),
  series: Math.min(a.series, b.series),
  ordinal: smaller(a.ordinal, b.ordinal),
  outcome: later(outcomes, a.outcome, b.outcome),
  proof: later(proofClasses, a.proof, b.proof),
  deliveryPoint: smaller(a.deliveryPoint, b.deliveryPoint),
  subject: smaller(a.subject, b.subject),
  history: later(histories, a.history, b.history),
})

/** Order in which entries are scored: by time, then by tag. */
export const compareContacts = (a: Contact, b: Contact): number =>
  a.at - b.at || (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0)

/** Unites contacts, or sets of entries, into one set: one entry per tag, in scoring order. */
export const uniteContacts = (...sets: readonly Iterable<Contact>[]): Contact[] => {
  const byTag = new Map<string, Contact>()
  for (const set of sets) {
    for (const contact of set) {
      const known = byTag.get(contact.tag)
      byTag.set(contact.tag, known === undefined ? contact : joinContacts(known, contact))
    }
  }
  return [...byTag.values()].sort(compareContacts)
}

/** The entries not older than 30 days before the latest one. */
export const unexpiredEntries = (set: readonly Contact[]): readonly Contact[] => {
  const last = set.at(-1)
  if (last === undefined) return set
  const oldest = last.at - entryLifetimeSeconds
  let first = 0
  while (first < set.length && (set[first]?.at ?? oldest) < oldest) first += 1
  return first === 0 ? set : set.slice(first)
}

/**
 * Whether a lookup at `at` comes from a subject without history: one without an identity, or one whose first contact is
 * less than a day old. The age is that of contacts, not of the cookie, so that a stock of unused cookies is worth
 * nothing. A trimmed profile has a history, even if all it still holds is from today.
 */
export const isNewcomer = (
  identified: boolean,
  subjectEntries: readonly Contact[],
  at: number,
  trimmed = false,
): boolean => {
  if (!identified) return true
  if (trimmed) return false
  let earliest = at
  for (const entry of subjectEntries) if (entry.at < earliest) earliest = entry.at
  return at - earliest < newcomerDays * daySeconds
}

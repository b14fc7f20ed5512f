import type { AccessorClass, NetworkKind, SubjectKind } from "../contracts/words.ts"
import {
  type Contact,
  compareContacts,
  type Outcome,
  outcomes,
  type ProofClass,
  proofClasses,
} from "./profiles/access-profile.ts"
import type { Finding, ProfileKey } from "./scoring/finding.ts"

/** A name that is only compared with others of its kind. */
export type Fingerprint = string | number

/** One lookup. */
export type Access = {
  /** Epoch seconds. */
  readonly at: number
  readonly subject: { readonly kind: SubjectKind; readonly fingerprint: Fingerprint }
  readonly network: { readonly kind: NetworkKind; readonly fingerprint: Fingerprint }
  readonly accessorClass: AccessorClass
  /** Class under which the network is registered, `public` otherwise. */
  readonly networkClass: AccessorClass
  readonly retailer: number
  /** Keyed tag of the reference. */
  readonly tag: string
  readonly ordinal: number | null
  readonly outcome: Outcome
  readonly proof: ProofClass
  readonly deliveryPoint: number | null
  /** Whether the number was planted and never issued. */
  readonly canary: boolean
}

/** A finding and the key whose profile it is about. */
export type KeyedFinding = { readonly keyName: string; readonly key: ProfileKey; readonly finding: Finding }

export type MemoryProfile = {
  /** In scoring order. */
  entries: Contact[]
  /** For each entry, which attributes of its reference storage would hold, one bit each. */
  names: number[]
  trimmed: boolean
}

export const none: readonly KeyedFinding[] = []

export const nameBit = (contact: Contact): number =>
  1 <<
  ((outcomes.indexOf(contact.outcome) * 3 + proofClasses.indexOf(contact.proof)) * 2 +
    (contact.deliveryPoint === null ? 0 : 1))

/** The attributes of misses, of lookups without proof, and of postal codes. */
const bitsWhere = (fits: (outcome: Outcome, proof: ProofClass) => boolean): number =>
  outcomes.reduce(
    (bits, outcome, row) =>
      proofClasses.reduce(
        (sum, proof, column) => (fits(outcome, proof) ? sum | (3 << ((row * 3 + column) * 2)) : sum),
        bits,
      ),
    0,
  )

export const missBits = bitsWhere((outcome) => outcome === "miss")

export const unprovenBits = bitsWhere((_, proof) => proof === "none")

export const postalBits = bitsWhere((_, proof) => proof === "postalCode")

export const isSingleBit = (bits: number): boolean => (bits & (bits - 1)) === 0

export type Recorded = {
  readonly profile: MemoryProfile
  readonly fresh: boolean
  /** Whether the key held nothing before. */
  readonly firstOfKey: boolean
  /** All that is held of the reference, joined, and its attributes. */
  readonly joined: Contact
  readonly held: number
}

/** Where a reference is held, -1 if nowhere. In blocks most others differ in the subject already, which is faster told than tags are. */
export const placeOf = (entries: readonly Contact[], { tag, subject }: Contact): number => {
  for (let place = entries.length - 1; place >= 0; place -= 1) {
    const entry = entries[place]
    if (entry !== undefined && entry.subject === subject && entry.tag === tag) return place
  }
  return -1
}

/** The entry that a record made, if it came last in time too, so that only what crosses by it need be looked for. */
export const newestOf = ({ profile, joined, held }: Recorded): Contact | undefined => {
  const last = profile.entries.at(-1)
  return last?.tag === joined.tag && isSingleBit(held) ? last : undefined
}

export const forgetExpired = <Key>(profiles: Map<Key, MemoryProfile>, oldest: number) => {
  for (const [key, profile] of profiles) {
    const last = profile.entries.at(-1)
    if (last === undefined || last.at < oldest) profiles.delete(key)
  }
}

export const sortProfile = (profile: MemoryProfile) => {
  const order = profile.entries
    .map((contact, index) => ({ contact, name: profile.names[index] ?? 0 }))
    .sort((a, b) => compareContacts(a.contact, b.contact))
  profile.entries = order.map(({ contact }) => contact)
  profile.names = order.map(({ name }) => name)
}

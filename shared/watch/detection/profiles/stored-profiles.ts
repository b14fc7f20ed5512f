import type { Clock } from "../../../base/platform/clock.ts"
import { type Contact, entryLifetimeSeconds } from "./access-profile.ts"
import type { AccessProfiles, RecordedContact, StoredProfile } from "./access-profiles.ts"
import {
  attributesToTrim,
  decodeContact,
  decodeProfile,
  encodeContact,
  type ProfileAttribute,
  type ProfileLayout,
} from "./profile-encoding.ts"
import { bucketWithout, type QuotaBucket } from "./quota-bucket.ts"
import type { Retention } from "./retention.ts"
import type { UpdatedProfile } from "./updated-profile.ts"

/**
 * Entries that one update removes. The conditions on all of them must fit into 4 KB; the next update removes the rest.
 */
const trimmedAtOnce = 80

/**
 * How a profile is stored. Block profiles do not repeat their retailer in each entry. A network's name does not show
 * which party vouches for it, so that is noted beside its entries.
 */
export type ProfileStorage = {
  layout: ProfileLayout
  retention: Retention
  retailer?: number
  vouchedBy?: string | undefined
  /** Of a credential, for its bucket: different references an hour. */
  quotaPerHour?: number | undefined
}

/** A profile after an update, and the attributes that it holds of the updated reference. */
export type StoredUpdate = UpdatedProfile & { readonly held: readonly ProfileAttribute[] }

/** Stored profiles: each contact is one write, and a second one when the profile has grown too long. */
export type StoredProfiles = {
  /** @param known the profile as it was read. A contact that it holds already is not written */
  record(
    profileKey: string,
    contact: Contact,
    storage: ProfileStorage,
    known?: StoredProfile | undefined,
  ): Promise<StoredUpdate>
  /** Copies what one profile holds of a reference into another. `at` is the time of the contact, epoch seconds. */
  copy(profileKey: string, held: readonly ProfileAttribute[], at: number, storage: ProfileStorage): Promise<void>
}

export function storedProfiles({ profiles, clock }: { profiles: AccessProfiles; clock: Clock }): StoredProfiles {
  async function write(
    profileKey: string,
    entry: ProfileAttribute,
    { at, storage, known }: { at: number; storage: ProfileStorage; known?: StoredProfile | undefined },
  ) {
    const expiresAt = Math.max(at, Math.floor(clock().getTime() / 1000)) + entryLifetimeSeconds
    const recorded = heldBy(known, entry) ?? (await profiles.record(profileKey, entry, expiresAt, storage.vouchedBy))
    const { attributes } = recorded.profile
    const { outgrown, forgetsPlaces } = attributesToTrim(attributes, storage.layout, storage.retention)
    if (outgrown.length > 0 && recorded.outcome === "recorded") {
      const bucket = bucketAfterTrim(recorded.profile, outgrown, storage)
      await profiles.trim(profileKey, outgrown.slice(0, trimmedAtOnce), forgetsPlaces, bucket)
    }
    return recorded
  }

  return {
    async record(profileKey, contact, storage, known) {
      const { layout, retailer } = storage
      const entry = encodeContact(contact, layout)
      const { outcome, profile } = await write(profileKey, entry, { at: contact.at, storage, known })
      const { attributes, trimmed } = profile
      const held = attributes.filter(({ name }) => name.slice(1) === contact.tag)
      return {
        isNews: outcome === "recorded",
        isFirst: outcome === "recorded" && attributes.length === 1 && !trimmed,
        entries: decodeProfile(attributes, layout, retailer),
        trimmed,
        quotaBucket: profile.quotaBucket,
        ofReference: held.map((attribute) => decodeContact(attribute, layout, retailer)),
        held,
      }
    },
    async copy(profileKey, held, at, storage) {
      for (const entry of held) await write(profileKey, entry, { at, storage })
    },
  }
}

/** The quota's bucket once these entries are dropped; undefined for a visitor without a quota. */
function bucketAfterTrim(
  { attributes, quotaBucket: before }: StoredProfile,
  outgrown: readonly ProfileAttribute[],
  { layout, quotaPerHour }: ProfileStorage,
): QuotaBucket | undefined {
  if (quotaPerHour === undefined) return undefined
  const dropped = new Set(outgrown.map(({ name }) => name.slice(1)))
  return bucketWithout(decodeProfile(attributes, layout), ({ tag }) => dropped.has(tag), { quotaPerHour, before })
}

/** What recording an entry would come to where the profile holds it, or an earlier one; undefined if it does not. */
function heldBy(known: StoredProfile | undefined, entry: ProfileAttribute): RecordedContact | undefined {
  const held = known?.attributes.find(({ name }) => name === entry.name)
  if (known === undefined || held === undefined) return undefined
  const order = Buffer.compare(held.value, entry.value)
  return order > 0 ? undefined : { outcome: order === 0 ? "recorded" : "refresh", profile: known }
}

import type { Proof } from "../../../base/contracts/words.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { expiringMap } from "../../../base/platform/expiring-map.ts"
import type { Access } from "../../detection/access.ts"
import { networkKey, prefixKey, subjectKey, subjectKeys } from "../../detection/accessor.ts"
import type { Anomalies } from "../../detection/anomalies/anomaly.ts"
import { classPolicies, quotaOf } from "../../detection/class-policy.ts"
import { type DetectorKnowledge, detectAccess, type ProfileUpdate } from "../../detection/detect-access.ts"
import type { Contact, ProofClass } from "../../detection/profiles/access-profile.ts"
import type {
  AccessProfileBatch,
  AccessProfileReader,
  AccessProfiles,
} from "../../detection/profiles/access-profiles.ts"
import { type StoredProfiles, storedProfiles } from "../../detection/profiles/stored-profiles.ts"
import type { UpdatedProfile } from "../../detection/profiles/updated-profile.ts"
import type { Restrictions } from "../../detection/restrictions/restriction.ts"
import { blockKey, codeBlockKey, missBlockKey } from "../../detection/retailers/number-blocks.ts"
import { noRetailer, type RetailerKnowledge } from "../../detection/retailers/retailer-knowledge.ts"
import type { ProfileKey } from "../../detection/scoring/finding.ts"
import { floodSeconds } from "../../detection/thresholds/thresholds.ts"
import { nobody } from "../references/looked-up.ts"
import { pairTag } from "../references/pair-tag.ts"
import {
  type AccessObserver,
  type KnownProfiles,
  nothingNew,
  type Observation,
  type ObservedAccess,
  type ObserveOptions,
} from "./access-observer.ts"
import { isAfter } from "./anomalies-of.ts"
import { makeRaiseAnomalies } from "./raise-anomalies.ts"

const proofClasses = {
  none: "none",
  postalCode: "postalCode",
  houseNumber: "strong",
  linkToken: "strong",
  account: "strong",
  party: "strong",
} as const satisfies Record<Proof, ProofClass>

const floodMilliseconds = floodSeconds * 1_000

/** Makes the observer that the guarded lookup and the observed one share. */
export function accessObserver(options: {
  profiles: AccessProfiles & AccessProfileReader & AccessProfileBatch
  anomalies: Anomalies
  restrictions: Restrictions
  retailers: RetailerKnowledge
  keyedHash: KeyedHash
  clock: Clock
}): AccessObserver {
  const { clock } = options
  const floods = expiringMap(floodMilliseconds)
  return {
    profilesOf: (accessors) => options.profiles.readAll(accessors.map(subjectKey)),
    observe: makeObserveAccess({ ...options, floodedSince: (key) => floods.get(key, clock()) }),
    raise: makeRaiseAnomalies({
      ...options,
      rememberedMilliseconds: floodMilliseconds,
      onSubjectRestricted: (key, crossedAtSeconds) => floods.set(key, crossedAtSeconds, clock()),
    }),
  }
}

type ObserveAccessOptions = {
  profiles: AccessProfiles & AccessProfileReader
  retailers: RetailerKnowledge
  keyedHash: KeyedHash
  clock: Clock
  /** When a restricted subject crossed its threshold, epoch seconds; undefined unless it was restricted just now. */
  floodedSince: (accessorKey: string) => number | undefined
}

/** Makes the function that runs the detector on one access, with the profiles in storage. */
function makeObserveAccess(
  options: ObserveAccessOptions,
): (access: ObservedAccess, options?: ObserveOptions) => Promise<Observation> {
  const { retailers, floodedSince } = options
  const stored = storedProfiles(options)
  const knowledgeFor = (vouchedBy: string | undefined): DetectorKnowledge => ({
    profileOf: (retailer) => retailers.profileOf(retailer, vouchedBy),
    isShadow: (retailer) => retailers.retailerOf(retailer)?.detection.mode === "shadow",
    evaluatesEveryContact: false,
  })

  return async (access, { evenBlocks = 0, known = new Map() } = {}) => {
    const isFlooding = subjectKeys(access.accessor).some((key) => {
      const crossedAt = floodedSince(key)
      return crossedAt !== undefined && isAfter(access, crossedAt)
    })
    if (isFlooding) return { ...nothingNew, flooding: true }
    const concerned = [access.retailerId ?? nobody, access.series ?? nobody]
    await retailers.findNumbers(concerned)
    const { vouchedBy } = access.accessor
    const steps = detectAccess(scoredAccess(access, retailers), knowledgeFor(vouchedBy))
    let step = steps.next()
    if (step.done !== true) await Promise.all(concerned.map((partyId) => retailers.loadProfile(partyId, vouchedBy)))
    while (step.done !== true) {
      const updates = step.value
      const padding = missingBlocks(access, updates, evenBlocks)
      const recorded = updates.map((update) => recordUpdate(stored, options, { access, update, padding, known }))
      const profiles = await Promise.all(recorded)
      // An accessor may have been at other retailers, to which its finding belongs too.
      await retailers.findParties(profiles.flatMap(({ entries }) => entries.map(({ retailer }) => retailer)))
      step = steps.next(profiles)
    }
    const { isNews, isRepeat, failedChallenges, findings, volume } = step.value
    return {
      newContact: isNews,
      isRepeat,
      failedChallenges,
      flooding: false,
      findings: findings.map(({ update, finding, restricts }) => ({
        accessorKey: profileKeyOf(access, { kind: update.key.kind, ordinal: update.contact.ordinal }),
        access,
        finding,
        isNews,
        restricts,
      })),
      volume,
    }
  }
}

/** An observed access in the detector's terms. A number of a party that is not on the exchange has no place. */
function scoredAccess(access: ObservedAccess, retailers: RetailerKnowledge): Access {
  const { accessor, networkClass, quotaPerHour, tag, outcome, byLinkAlone, proof, canary } = access
  const series = retailers.numberOf(access.series)
  return {
    at: Math.floor(Date.parse(access.at) / 1000),
    subject: accessor.subject,
    network: accessor.network,
    accessorClass: accessor.accessorClass,
    networkClass,
    quotaPerHour,
    retailer: retailers.numberOf(access.retailerId),
    tag,
    series,
    ordinal: series === noRetailer ? null : (access.ordinal ?? null),
    outcome,
    byLinkAlone,
    proof: proofClasses[proof],
    deliveryPoint: access.deliveryPoint ?? null,
    canary,
  }
}

/** The key of the profile of a kind that an access enters. `ordinal` is that of the contact. */
export function profileKeyOf(
  { accessor, series = nobody }: Pick<ObservedAccess, "accessor" | "series">,
  { kind, ordinal }: { kind: ProfileKey["kind"]; ordinal: number | null },
): string {
  const { vouchedBy } = accessor
  switch (kind) {
    case "subject":
      return subjectKey(accessor)
    case "network":
      return networkKey(accessor)
    case "prefix":
      return prefixKey(accessor) ?? networkKey(accessor)
    case "block":
      return blockKey(series, ordinal ?? 0, vouchedBy)
    case "missBlock":
      return missBlockKey(series, ordinal ?? 0, vouchedBy)
    case "codeBlock":
      return codeBlockKey(series, ordinal ?? 0, vouchedBy)
  }
}

/** How many writes less a reference that does not exist costs than one that does. */
function missingBlocks({ accessor, outcome }: ObservedAccess, updates: readonly ProfileUpdate[], of: number): number {
  if (outcome !== "miss" || !classPolicies[accessor.accessorClass].block) return 0
  return Math.max(0, of - updates.filter(({ key }) => "series" in key).length)
}

/** Records one contact, and copies it to the accessor's next names while the secret that names accessors rotates. */
async function recordUpdate(
  stored: StoredProfiles,
  { keyedHash, profiles }: Pick<ObserveAccessOptions, "keyedHash" | "profiles">,
  of: { access: ObservedAccess; update: ProfileUpdate; padding: number; known: KnownProfiles },
): Promise<UpdatedProfile> {
  const { access, update, padding, known } = of
  const { key, contact, retention } = update
  const profileKey = profileKeyOf(access, { kind: key.kind, ordinal: contact.ordinal })
  if ("series" in key) {
    const storage = { layout: "block", retention, retailer: key.series } as const
    return stored.record(profileKey, pairContact(keyedHash, access, contact), storage)
  }
  const vouchedBy = key.kind === "network" ? access.accessor.vouchedBy : undefined
  const quotaPerHour = key.kind === "subject" ? quotaOf(update) : undefined
  const storage = { layout: "accessor", retention, vouchedBy, quotaPerHour } as const
  // A visitor looks at its own parcel again and again. So its profile is read first; the others get what is new alone.
  const before = key.kind === "subject" ? (known.get(profileKey) ?? (await profiles.read(profileKey))) : undefined
  const updated = await stored.record(profileKey, contact, storage, before)
  for (const next of access.accessor.rotation?.next ?? []) {
    // All that is held of the reference, after a repeated lookup too. Otherwise what somebody looks at every day would
    // be new on the day the names change.
    if (key.kind === "subject") await stored.copy(`subject#${next.subject}`, updated.held, contact.at, storage)
    else if (key.kind === "network") await stored.record(`network#${next.network}`, contact, storage)
    else if (next.prefix !== undefined) await stored.record(`prefix#${next.prefix}`, contact, storage)
  }
  if (key.kind === "network") {
    // Recording the same contact again changes nothing. With its hashes it stands in for a block of an existing
    // reference, which takes as long.
    const again = Array.from({ length: padding }, () => {
      pairContact(keyedHash, access, contact)
      return stored.record(profileKey, contact, storage)
    })
    await Promise.all(again)
  }
  return updated
}

/** The contact as a block of numbers holds it: by the pair of subject and reference. */
function pairContact(keyedHash: KeyedHash, { accessor, series }: ObservedAccess, contact: Contact): Contact {
  const subject = accessor.subject.fingerprint
  return {
    ...contact,
    tag: pairTag(keyedHash, series, { subject, tag: contact.tag }),
    subject: Buffer.from(keyedHash.lastingHash("accessor", "block", subject), "base64url").readUInt32BE(),
  }
}

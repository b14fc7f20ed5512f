import type { KeyedHash } from "../../../../shared/base/keyed-hash/keyed-hash.ts"
import { networkKeys, prefixKeys, subjectKey, subjectKeys } from "../../../../shared/watch/detection/accessor.ts"
import { classPolicies, retentionOf } from "../../../../shared/watch/detection/class-policy.ts"
import { type Contact, isNewcomer, uniteContacts } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import type { StoredProfile } from "../../../../shared/watch/detection/profiles/access-profiles.ts"
import { decodeProfile } from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { trustsPostalCodes } from "../../../../shared/watch/detection/profiles/proof.ts"
import {
  contactForBlock,
  contactForCodes,
  contactForNetwork,
} from "../../../../shared/watch/detection/profiles/reference-contact.ts"
import { type ScoredEntries, scoredEntries } from "../../../../shared/watch/detection/profiles/retention.ts"
import type { RetailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { blockOf, missBlockOf } from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import { evaluate } from "../../../../shared/watch/detection/scoring/evaluate.ts"
import type { Finding, ProfileKey } from "../../../../shared/watch/detection/scoring/finding.ts"
import type {
  AccessFinding,
  AccessObserver,
  ObservedAccess,
} from "../../../../shared/watch/lookups/recording/access-observer.ts"

/**
 * What a key's profile must come to, whatever order, duplication, concurrency and crashes its contacts went through.
 */
export type JoinedProfile = {
  readonly key: ProfileKey
  readonly accessorClass: ObservedAccess["networkClass"]
  readonly entries: readonly Contact[]
  /** Of a name that is to take over: recorded, and not looked at yet. */
  readonly alongside: boolean
}

/** One lookup of the discreet retailer; what is left out is a plain unproven hit. */
export type PlainAccess = {
  readonly subject: number
  readonly reference: number
  /** Seconds since the start. */
  readonly at: number
  readonly outcome?: ObservedAccess["outcome"]
  readonly proof?: ObservedAccess["proof"]
  readonly accessorClass?: ObservedAccess["networkClass"]
  /** The secret that names accessors is being rotated. */
  readonly rotates?: boolean
}

export const retailerId = "leafline"
export const startedAt = Date.parse("2026-11-05T00:30:00.000Z")
const networks = 3
const subjectKinds = ["cookie", "anonymous", "account"] as const

/**
 * Each subject looks from one network, which others share. Number and point follow from the reference, and so does
 * whether it is a canary.
 */
export function accessOf(plain: PlainAccess, keyedHash: KeyedHash): ObservedAccess {
  const { subject, reference, at, outcome = "hit", proof = "none", accessorClass = "public", rotates } = plain
  const staff = accessorClass === "staff"
  return {
    at: new Date(startedAt + at * 1000).toISOString(),
    accessor: {
      subject: {
        kind: staff ? "staff" : (subjectKinds[subject % subjectKinds.length] ?? "cookie"),
        fingerprint: `subject-${subject}`,
      },
      network: {
        kind: "fixed",
        fingerprint: `network-${subject % networks}`,
        ...(subject % networks === 0 ? {} : { prefix: "prefix-1" }),
      },
      accessorClass,
      ...(rotates === true ? { rotation: { next: [nextNames(subject)], former: [] } } : {}),
    },
    networkClass: "public",
    retailerId,
    series: retailerId,
    tag: keyedHash.referenceTag(retailerId, String(reference)),
    ordinal: 5_120_000 + reference,
    outcome,
    proof,
    deliveryPoint: outcome === "hit" && reference % 4 !== 0 ? 100 + reference : undefined,
    canary: outcome === "miss" && reference % 10 === 9,
  }
}

const nextNames = (subject: number) => ({
  subject: `next-${subject}`,
  network: `next-${subject % networks}`,
  ...(subject % networks === 0 ? {} : { prefix: "next-prefix" }),
})

/** Feeds an access to the detector and acts on what it finds, as the lookup API does. */
export async function deliver(observer: AccessObserver, access: ObservedAccess): Promise<readonly AccessFinding[]> {
  const { findings } = await observer.observe(access)
  const context = { tool: "guarded", carrierIds: ["northpost"], accessorTokens: [], accessIds: [] }
  await observer.raise(findings, () => context)
  return findings
}

/** The pure join of all contacts, by key: no store, no order, no time of arrival. */
export function joinedProfiles(
  accesses: readonly ObservedAccess[],
  knowledge: RetailerKnowledge,
  keyedHash: KeyedHash,
): Map<string, JoinedProfile> {
  const profiles = new Map<string, JoinedProfile>()
  const add = (
    names: readonly string[],
    key: ProfileKey,
    accessorClass: JoinedProfile["accessorClass"],
    contacts: readonly Contact[],
  ) => {
    for (const [place, name] of names.entries()) {
      const entries = uniteContacts(profiles.get(name)?.entries ?? [], contacts)
      if (entries.length > 0) profiles.set(name, { key, accessorClass, entries, alongside: place > 0 })
    }
  }
  const retailer = knowledge.numberOf(retailerId)
  for (const ofSubject of Map.groupBy(accesses, ({ accessor }) => subjectKey(accessor)).values()) {
    const [first] = ofSubject
    if (first === undefined) continue
    const { accessor, networkClass } = first
    const { kind, fingerprint } = accessor.subject
    const networkKind = accessor.network.kind
    const policy = classPolicies[accessor.accessorClass]
    const contacts = ofSubject.map((access) => contactOf(access, retailer))
    const entries = uniteContacts(contacts)
    const canaries = new Set(ofSubject.filter(({ canary }) => canary).map(({ tag }) => tag))
    add(subjectKeys(accessor), { kind: "subject", subjectKind: kind, networkKind }, accessor.accessorClass, entries)
    const pairOf = (contact: Contact): Contact => ({
      ...contact,
      tag: keyedHash.referenceTag(`block ${retailerId}`, `${fingerprint}|${contact.tag}`),
      subject: Buffer.from(keyedHash.lastingHash("accessor", "block", fingerprint), "base64url").readUInt32BE(),
    })
    for (const ofReference of Map.groupBy(contacts, ({ tag }) => tag).values()) {
      const forNetwork = policy.network ? contactForNetwork(ofReference) : null
      if (forNetwork !== null) {
        const isNew = isNewcomer(kind !== "anonymous", entries, forNetwork.at)
        const shared: Contact = { ...forNetwork, history: isNew ? "none" : "known" }
        add(networkKeys(accessor), { kind: "network", networkKind }, networkClass, [shared])
        if (isNew) add(prefixKeys(accessor), { kind: "prefix", networkKind }, networkClass, [shared])
      }
      const postalCodesTrusted = trustsPostalCodes(entries)
      const forBlock = policy.block ? contactForBlock(ofReference, { misses: false, postalCodesTrusted }) : null
      if (forBlock !== null) {
        const block = `block#${retailerId}#${blockOf(forBlock.ordinal ?? 0)}`
        add([block], { kind: "block", series: retailer }, "public", [pairOf(forBlock)])
      }
      const isCanary = canaries.has(ofReference[0]?.tag ?? "")
      const forMisses =
        policy.block && !isCanary ? contactForBlock(ofReference, { misses: true, postalCodesTrusted }) : null
      if (forMisses !== null) {
        const block = `missBlock#${retailerId}#${missBlockOf(forMisses.ordinal ?? 0)}`
        add([block], { kind: "missBlock", series: retailer }, "public", [pairOf(forMisses)])
      }
      const forCodes = policy.block ? contactForCodes(ofReference) : null
      if (forCodes !== null) {
        const codes = `codeBlock#${retailerId}#${missBlockOf(forCodes.ordinal ?? 0)}`
        add([codes], { kind: "codeBlock", series: retailer }, "public", [pairOf(forCodes)])
      }
    }
    for (const [place, access] of ofSubject.entries()) {
      const contact = contacts[place]
      if (!policy.block || contact === undefined || !access.canary) continue
      const touched: Contact = { ...contact, outcome: "hit", proof: "none" }
      const block = `missBlock#${retailerId}#${missBlockOf(contact.ordinal ?? 0)}`
      add([block], { kind: "missBlock", series: retailer }, "public", [pairOf(touched)])
    }
  }
  return profiles
}

function contactOf(access: ObservedAccess, retailer: number): Contact {
  const { proof } = access
  return {
    tag: access.tag,
    at: Math.floor(Date.parse(access.at) / 1000),
    retailer,
    series: retailer,
    ordinal: access.ordinal ?? null,
    outcome: access.outcome,
    proof: proof === "none" || proof === "postalCode" ? proof : "strong",
    deliveryPoint: access.deliveryPoint ?? null,
    subject: null,
    history: "known",
  }
}

/** What a stored profile says, as the join of its attributes. */
export function storedEntries(profileKey: string, stored: StoredProfile, knowledge: RetailerKnowledge): Contact[] {
  return /^(block|missBlock|codeBlock)#/.test(profileKey)
    ? decodeProfile(stored.attributes, "block", knowledge.numberOf(retailerId))
    : decodeProfile(stored.attributes, "accessor")
}

/** What is scored of a profile, under the policy of its class. */
export function scoredOf(joined: JoinedProfile, entries: readonly Contact[], trimmed = false): ScoredEntries {
  return scoredEntries(entries, trimmed, retentionOf(joined.key, joined.accessorClass))
}

/** The verdict on a key's contacts. */
export function verdictOn(joined: JoinedProfile, knowledge: RetailerKnowledge): Finding[] {
  const { key, entries, accessorClass } = joined
  return evaluate({ key, entries, accessorClass, trimmed: false, profileOf: knowledge.profileOf })
}

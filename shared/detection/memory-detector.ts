import type { AccessorClass } from "../contracts/words.ts"
import { addVolume, noVolume, oneContact, type VolumeSums, volumeBucketSeconds } from "./charts/volume.ts"
import { classPolicies } from "./class-policy.ts"
import { alarmingScore, type LearningBlock } from "./learning/learn-profile.ts"
import {
  type Access,
  type Fingerprint,
  forgetExpired,
  isSingleBit,
  type KeyedFinding,
  type MemoryProfile,
  missBits,
  nameBit,
  newestOf,
  none,
  placeOf,
  postalBits,
  type Recorded,
  sortProfile,
  unprovenBits,
} from "./memory-profile.ts"
import {
  type Contact,
  compareContacts,
  entryLifetimeSeconds,
  isNewcomer,
  joinContacts,
  type Retention,
  retainedEntries,
  scoredEntryLimit,
  storedEntryLimit,
} from "./profiles/access-profile.ts"
import { trustsPostalCodes } from "./profiles/proof.ts"
import { blockOf, isNearSequenceHead, missBlockOf, type RetailerProfile } from "./retailers/retailer-profile.ts"
import { evaluate } from "./scoring/evaluate.ts"
import type { ProfileKey } from "./scoring/finding.ts"

/**
 * The whole detector over a stream of lookups, with its profiles in memory: the same contacts, keys, limits and verdicts as the
 * stored profiles, for one pass over a log and for simulation.
 */

export type MemoryDetector = {
  /** Takes in one lookup; lookups should come in the order of time, but need not. */
  observe(access: Access): readonly KeyedFinding[]
  /** Lookups taken in, and the writes of profiles that they would have cost in storage, trims included. */
  readonly counts: { lookups: number; updates: number; trims: number }
  profiles(): Iterable<readonly [Fingerprint, MemoryProfile]>
  /** The profiles of one retailer's blocks of numbers, or of misses. */
  blocks(retailer: number, kind: "block" | "missBlock"): Iterable<MemoryProfile>
  /** First contacts of one retailer, by the start of each ten minutes, epoch seconds. */
  volumes(retailer: number): ReadonlyMap<number, VolumeSums>
  /** Forgets profiles whose latest entry is older than 30 days before `at`. */
  forget(at: number): void
}

export const makeMemoryDetector = (options: {
  readonly profileOf: (retailer: number) => RetailerProfile | undefined
}): MemoryDetector => {
  const { profileOf } = options
  const subjects = new Map<Fingerprint, MemoryProfile>()
  const networks = new Map<Fingerprint, MemoryProfile>()
  const blocks = new Map<number, Map<number, MemoryProfile>>()
  const missBlocks = new Map<number, Map<number, MemoryProfile>>()
  const subjectNumbers = new Map<Fingerprint, number>()
  const volumes = new Map<number, Map<number, VolumeSums>>()
  const counts = { lookups: 0, updates: 0, trims: 0 }

  const numberOf = (fingerprint: Fingerprint): number => {
    const known = subjectNumbers.get(fingerprint)
    if (known !== undefined) return known
    subjectNumbers.set(fingerprint, subjectNumbers.size)
    return subjectNumbers.size - 1
  }

  const record = <Key>(
    profiles: Map<Key, MemoryProfile>,
    key: Key,
    contact: Contact,
    retention: Retention = "latest",
  ): Recorded => {
    counts.updates += 1
    let profile = profiles.get(key)
    if (profile === undefined) {
      profile = { entries: [], names: [], trimmed: false }
      profiles.set(key, profile)
    }
    return insert(profile, contact, retention)
  }

  const insert = (profile: MemoryProfile, contact: Contact, retention: Retention): Recorded => {
    const { entries, names } = profile
    const bit = nameBit(contact)
    const index = placeOf(entries, contact)
    const known = entries[index]
    if (known !== undefined) {
      const held = names[index] ?? 0
      const joined = joinContacts(known, contact)
      const firstOfKey = false
      if ((held & bit) !== 0 && contact.at > known.at) return { profile, fresh: false, firstOfKey, joined, held }
      names[index] = held | bit
      entries[index] = joined
      if (joined.at !== known.at) sortProfile(profile)
      return { profile, fresh: true, firstOfKey, joined, held: held | bit }
    }
    entries.push(contact)
    names.push(bit)
    const before = entries[entries.length - 2]
    if (before !== undefined && compareContacts(before, contact) > 0) sortProfile(profile)
    if (profile.entries.length > storedEntryLimit) {
      counts.trims += 1
      counts.updates += 1
      const { entries: all, names: allNames } = profile
      const kept = new Set(retainedEntries(all, scoredEntryLimit, retention))
      profile.names = allNames.filter((_, index) => kept.has(all[index] ?? contact))
      profile.entries = all.filter((entry) => kept.has(entry))
      profile.trimmed = true
    }
    const firstOfKey = before === undefined && !profile.trimmed
    return { profile, fresh: true, firstOfKey, joined: contact, held: bit }
  }

  const verdict = (
    keyName: string,
    key: ProfileKey,
    profile: MemoryProfile,
    accessorClass: AccessorClass,
    into: KeyedFinding[],
    newest: Contact | undefined,
  ) => {
    const { entries, trimmed } = profile
    const input = { key, entries, trimmed, accessorClass, profileOf }
    for (const finding of evaluate(newest === undefined ? input : { ...input, newest })) {
      into.push({ keyName, key, finding })
    }
  }

  const blockProfiles = (of: Map<number, Map<number, MemoryProfile>>, retailer: number) => {
    const known = of.get(retailer)
    if (known !== undefined) return known
    const made = new Map<number, MemoryProfile>()
    of.set(retailer, made)
    return made
  }

  const volumesOf = (retailer: number): Map<number, VolumeSums> => {
    const known = volumes.get(retailer)
    if (known !== undefined) return known
    const made = new Map<number, VolumeSums>()
    volumes.set(retailer, made)
    return made
  }

  const countVolume = (access: Access, stranger: boolean) => {
    const sums = volumesOf(access.retailer)
    const from = access.at - (access.at % volumeBucketSeconds)
    sums.set(from, addVolume(sums.get(from) ?? noVolume, oneContact(stranger)))
  }

  const observeBlock = (access: Access, contact: Contact, subject: Recorded, into: KeyedFinding[]) => {
    const { ordinal, retailer } = contact
    if (ordinal === null) return
    const pair = { ...contact, tag: `${access.subject.fingerprint}|${contact.tag}`, newcomer: false }
    if (access.canary || access.outcome === "miss") {
      const profile = profileOf(retailer)
      if (!access.canary && (profile === undefined || isNearSequenceHead(profile, contact))) return
      const block = missBlockOf(ordinal)
      const miss: Contact = {
        ...pair,
        subject: numberOf(access.subject.fingerprint),
        outcome: access.canary ? "hit" : "miss",
        proof: "none",
      }
      const { profile: changed } = record(blockProfiles(missBlocks, retailer), block, miss)
      verdict(`missBlock#${retailer}#${block}`, { kind: "missBlock", retailer }, changed, "public", into, undefined)
      return
    }
    const held = subject.held & ~missBits
    const trusted = (held & postalBits) === 0 || trustsPostalCodes(subject.profile.entries)
    if ((held & (trusted ? unprovenBits : unprovenBits | postalBits)) === 0) return
    const { joined } = subject
    const proof = joined.proof === "postalCode" && !trusted ? "none" : joined.proof
    const block = blockOf(ordinal)
    const changed = record(blockProfiles(blocks, retailer), block, {
      ...pair,
      at: held === subject.held ? joined.at : contact.at,
      outcome: joined.outcome,
      deliveryPoint: joined.deliveryPoint,
      subject: numberOf(access.subject.fingerprint),
      proof,
    })
    if (proof !== "none") return
    const key = { kind: "block", retailer } as const
    verdict(`block#${retailer}#${block}`, key, changed.profile, "public", into, newestOf(changed))
  }

  const observe = (access: Access): readonly KeyedFinding[] => {
    counts.lookups += 1
    const policy = classPolicies[access.accessorClass]
    if (!policy.scored) return none
    const contact: Contact = {
      tag: access.tag,
      at: access.at,
      retailer: access.retailer,
      ordinal: access.ordinal,
      outcome: access.outcome,
      proof: access.proof,
      deliveryPoint: access.deliveryPoint,
      subject: null,
      newcomer: false,
    }
    const { subject, network } = access
    const recorded = record(subjects, subject.fingerprint, contact, policy.retention)
    if (!recorded.fresh) return none
    const findings: KeyedFinding[] = []
    const subjectKey = { kind: "subject", subjectKind: subject.kind, networkKind: network.kind } as const
    let newNetwork = false
    // A proven hit adds to no chart, so that nothing can cross by it.
    if (access.proof !== "strong" || access.outcome !== "hit") {
      const newest = newestOf(recorded)
      verdict(`subject#${subject.fingerprint}`, subjectKey, recorded.profile, access.accessorClass, findings, newest)
    }
    const { joined } = recorded
    if (policy.network && (recorded.held & (unprovenBits | postalBits)) !== 0) {
      const newcomer = isNewcomer(
        subject.kind !== "anonymous",
        recorded.profile.entries,
        joined.at,
        recorded.profile.trimmed,
      )
      const seen = newcomer ? { ...joined, newcomer } : joined
      const ofNetwork = record(networks, network.fingerprint, seen)
      newNetwork = ofNetwork.firstOfKey
      const networkKey = { kind: "network", networkKind: network.kind } as const
      const { profile } = ofNetwork
      verdict(`network#${network.fingerprint}`, networkKey, profile, access.networkClass, findings, newestOf(ofNetwork))
    }
    if (policy.block) {
      observeBlock(access, contact, recorded, findings)
      // A feed that is down makes strangers of everybody whose number is not known yet, so only what exists counts.
      const counted = access.outcome === "hit" && isSingleBit(recorded.held)
      if (counted) countVolume(access, contact.proof === "none" && recorded.firstOfKey && newNetwork)
    }
    return findings
  }

  return {
    observe,
    counts,
    *profiles() {
      yield* subjects
      yield* networks
      for (const kind of [blocks, missBlocks]) for (const profiles of kind.values()) yield* profiles
    },
    blocks: (retailer, kind) => blockProfiles(kind === "block" ? blocks : missBlocks, retailer).values(),
    volumes: volumesOf,
    forget(at) {
      for (const profiles of [subjects, networks, ...blocks.values(), ...missBlocks.values()]) {
        forgetExpired(profiles, at - entryLifetimeSeconds)
      }
    },
  }
}

/** Blocks of a retailer as the learning wants them: with what their chart scored, so that alarmed ones are left out. */
export const learningBlocksOf = (
  detector: MemoryDetector,
  retailer: number,
  profile: RetailerProfile,
  kind: "block" | "missBlock",
  most: number,
): LearningBlock[] => {
  const low = { notice: alarmingScore, alert: alarmingScore }
  const watchful = { ...profile, thresholds: { block: low, blockMisses: low } }
  return [...detector.blocks(retailer, kind)].slice(-most).map(({ entries, trimmed }) => {
    const key = { kind, retailer }
    const found = evaluate({ key, entries, trimmed, accessorClass: "public", profileOf: () => watchful })
    return { entries, peak: found.length > 0 ? alarmingScore : 0 }
  })
}

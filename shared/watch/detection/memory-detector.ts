import type { Access, Fingerprint } from "./access.ts"
import { addVolume, noVolume, type VolumeSums } from "./charts/volume.ts"
import { quotaOf } from "./class-policy.ts"
import { type DetectedFinding, detectAccess, type ProfileUpdate } from "./detect-access.ts"
import type { LearningBlock } from "./learning/learn-profile.ts"
import { learningBlock } from "./learning/learn-traffic.ts"
import type { Contact } from "./profiles/access-profile.ts"
import { type MemoryProfile, type MemoryProfiles, memoryProfiles } from "./profiles/memory-profiles.ts"
import type { UpdatedProfile } from "./profiles/updated-profile.ts"
import { blockOf, missBlockOf, type RetailerProfile } from "./retailers/retailer-profile.ts"
import type { Finding, ProfileKey } from "./scoring/finding.ts"
import { volumeBucketSeconds } from "./thresholds/thresholds.ts"

/** A finding and the name of the profile it was found in. */
export type KeyedFinding = { readonly keyName: string; readonly key: ProfileKey; readonly finding: Finding }

/** The detector over a stream of lookups with its profiles in memory, for one pass over a log and for simulation. */
export type MemoryDetector = {
  /** Takes one lookup. Lookups should come in the order of time, but need not. */
  observe(access: Access): readonly KeyedFinding[]
  /** Lookups taken, and the writes of profiles that they would cost in storage, trims included. */
  readonly counts: { lookups: number; updates: number; trims: number }
  profiles(): Iterable<readonly [Fingerprint, MemoryProfile]>
  /** The profiles of one kind: of visitors, or of one retailer's blocks. */
  profilesOf(kind: ProfileKind, retailer?: number): MemoryProfiles<Fingerprint>
  /** What the profile of a subject holds, in scoring order. */
  subjectEntries(subject: Fingerprint): readonly Contact[]
  /** The profiles of one retailer's blocks of numbers, or of misses. */
  blocks(retailer: number, kind: BlockKind): Iterable<MemoryProfile>
  /** First contacts of one retailer, by the start of each ten minutes, epoch seconds. */
  volumes(retailer: number): ReadonlyMap<number, VolumeSums>
  /** Forgets profiles whose latest entry is older than 30 days before `at`. */
  forget(at: number): void
}

export const makeMemoryDetector = (options: {
  readonly profileOf: (retailer: number) => RetailerProfile | undefined
}): MemoryDetector => {
  const knowledge = { profileOf: options.profileOf, isShadow: () => false, evaluatesEveryContact: true }
  const counts = { lookups: 0, updates: 0, trims: 0 }
  const profiles = detectorProfiles((write) => {
    counts.updates += 1
    if (write === "trim") counts.trims += 1
  })
  const volumes = new Map<number, Map<number, VolumeSums>>()
  const volumesOf = (retailer: number) => valueAt(volumes, retailer, () => new Map<number, VolumeSums>())

  return {
    observe(access) {
      counts.lookups += 1
      const steps = detectAccess(access, knowledge)
      let step = steps.next()
      while (step.done !== true)
        step = steps.next(step.value.map((update) => profiles.record(access, sharing(access, update))))
      const { findings, volume } = step.value
      if (volume.contacts > 0) {
        const sums = volumesOf(access.retailer)
        const from = access.at - (access.at % volumeBucketSeconds)
        sums.set(from, addVolume(sums.get(from) ?? noVolume, volume))
      }
      return findings.length === 0 ? none : findings.map((found) => keyedFinding(access, found))
    },
    counts,
    profiles: profiles.all,
    profilesOf: profiles.of,
    subjectEntries: (subject) => profiles.of("subject").entriesOf(subject),
    *blocks(retailer, kind) {
      for (const [, profile] of profiles.of(kind, retailer).entries()) yield profile
    },
    volumes: volumesOf,
    forget: profiles.forget,
  }
}

const none: readonly KeyedFinding[] = []

/** Who is anonymous has no history in any profile, so that its network's profile can hold the same contact. */
const sharing = ({ subject }: Access, update: ProfileUpdate): ProfileUpdate =>
  update.key.kind === "subject" && subject.kind === "anonymous"
    ? { ...update, contact: { ...update.contact, history: "none" } }
    : update

const keyedFinding = (access: Access, { update: { key, contact }, finding }: DetectedFinding): KeyedFinding => ({
  keyName: nameOf(key, access, contact.ordinal ?? 0),
  key,
  finding,
})

const nameOf = (key: ProfileKey, { subject, network }: Access, ordinal: number): string => {
  switch (key.kind) {
    case "subject":
      return `subject#${subject.fingerprint}`
    case "network":
      return `network#${network.fingerprint}`
    case "prefix":
      return `prefix#${network.prefix}`
    case "block":
      return `block#${key.series}#${blockOf(ordinal)}`
    case "missBlock":
    case "codeBlock":
      return `${key.kind}#${key.series}#${missBlockOf(ordinal)}`
  }
}

export type ProfileKind = ProfileKey["kind"]
type BlockKind = Exclude<ProfileKind, "subject" | "network" | "prefix">
type ProfilesByRetailer = Map<number, MemoryProfiles<Fingerprint>>

/** The profiles of all kinds. Those of visitors are of no retailer: 0. */
const detectorProfiles = (onWrite: (write: "update" | "trim") => void) => {
  const kinds: Readonly<Record<ProfileKind, ProfilesByRetailer>> = {
    subject: new Map(),
    network: new Map(),
    prefix: new Map(),
    block: new Map(),
    missBlock: new Map(),
    codeBlock: new Map(),
  }
  const of = (kind: ProfileKind, retailer = 0) =>
    valueAt(kinds[kind], retailer, () => memoryProfiles<Fingerprint>(onWrite))
  const all = () => Object.values(kinds).flatMap((byRetailer) => [...byRetailer.values()])
  /** Block profiles name subjects by number. Those of fingerprints that are no numbers are below zero. */
  const numbers = new Map<string, number>()
  const numberOf = (fingerprint: Fingerprint) =>
    typeof fingerprint === "number" ? fingerprint : valueAt(numbers, fingerprint, () => -1 - numbers.size)

  const record = (access: Access, update: ProfileUpdate): UpdatedProfile => {
    const { key, contact, retention } = update
    const { fingerprint } = access.subject
    if (key.kind === "subject") return of("subject").record(fingerprint, contact, retention, quotaOf(update))
    if (key.kind === "prefix") return of("prefix").record(access.network.prefix ?? "", contact, retention)
    if (key.kind === "network") return of("network").record(access.network.fingerprint, contact, retention)
    const place = (key.kind === "block" ? blockOf : missBlockOf)(contact.ordinal ?? 0)
    // Joined, because a template keeps its parts in memory beside the whole.
    const tag = [fingerprint, contact.tag].join("|")
    return of(key.kind, key.series).record(place, { ...contact, tag, subject: numberOf(fingerprint) }, retention)
  }

  return {
    record,
    of,
    *all(): Iterable<readonly [Fingerprint, MemoryProfile]> {
      for (const profiles of all()) yield* profiles.entries()
    },
    forget(at: number) {
      for (const profiles of all()) profiles.forget(at)
    },
  }
}

const valueAt = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

/** The latest blocks of a retailer, for learning. */
export const learningBlocksOf = (
  detector: Pick<MemoryDetector, "blocks">,
  of: { retailer: number; profile: RetailerProfile; kind: "block" | "missBlock"; most: number },
): LearningBlock[] => {
  const blocks = [...detector.blocks(of.retailer, of.kind)].slice(-of.most)
  return blocks.map((block) => learningBlock(block, of))
}

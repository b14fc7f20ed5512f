import type { Access, Fingerprint } from "./access.ts"
import { addVolume, noVolume, type VolumeSums } from "./charts/volume.ts"
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
    subjectEntries: profiles.subjectEntries,
    *blocks(retailer, kind) {
      for (const [, profile] of profiles.blocksOf(kind, retailer).entries()) yield profile
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

type BlockKind = "block" | "missBlock" | "codeBlock"

/** The profiles of all kinds. */
const detectorProfiles = (onWrite: (write: "update" | "trim") => void) => {
  const subjects = memoryProfiles<Fingerprint>(onWrite)
  const networks = memoryProfiles<Fingerprint>(onWrite)
  const prefixes = memoryProfiles<Fingerprint>(onWrite)
  const blocks = {
    block: new Map<number, MemoryProfiles<number>>(),
    missBlock: new Map<number, MemoryProfiles<number>>(),
    codeBlock: new Map<number, MemoryProfiles<number>>(),
  }
  const blocksOf = (kind: BlockKind, retailer: number) =>
    valueAt(blocks[kind], retailer, () => memoryProfiles<number>(onWrite))
  const allBlocks = () => Object.values(blocks).flatMap((byRetailer) => [...byRetailer.values()])
  /** Block profiles name subjects by number. Those of fingerprints that are no numbers are below zero. */
  const numbers = new Map<string, number>()
  const numberOf = (fingerprint: Fingerprint) =>
    typeof fingerprint === "number" ? fingerprint : valueAt(numbers, fingerprint, () => -1 - numbers.size)

  const record = (access: Access, { key, contact, retention }: ProfileUpdate): UpdatedProfile => {
    if (key.kind === "subject") return subjects.record(access.subject.fingerprint, contact, retention)
    if (key.kind === "prefix") return prefixes.record(access.network.prefix ?? "", contact, retention)
    if (key.kind === "network") return networks.record(access.network.fingerprint, contact, retention)
    const { fingerprint } = access.subject
    const place = (key.kind === "block" ? blockOf : missBlockOf)(contact.ordinal ?? 0)
    // Joined, because a template keeps its parts in memory beside the whole.
    const tag = [fingerprint, contact.tag].join("|")
    return blocksOf(key.kind, key.series).record(place, { ...contact, tag, subject: numberOf(fingerprint) }, retention)
  }

  return {
    record,
    blocksOf,
    subjectEntries: (subject: Fingerprint) => subjects.entriesOf(subject),
    *all(): Iterable<readonly [Fingerprint, MemoryProfile]> {
      for (const profiles of [subjects, networks, prefixes, ...allBlocks()]) yield* profiles.entries()
    },
    forget(at: number) {
      for (const profiles of [subjects, networks, prefixes, ...allBlocks()]) profiles.forget(at)
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

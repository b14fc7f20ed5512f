import type { AccessorClass } from "../../base/contracts/words.ts"
import { type Access, contactOf, saysNothing } from "./access.ts"
import { noVolume, oneContact, type VolumeSums } from "./charts/volume.ts"
import { classPolicies, retentionOf } from "./class-policy.ts"
import { type Contact, type History, isNewcomer } from "./profiles/access-profile.ts"
import { trustsPostalCodes } from "./profiles/proof.ts"
import { contactForBlock, contactForCodes, contactForNetwork } from "./profiles/reference-contact.ts"
import type { Retention } from "./profiles/retention.ts"
import type { UpdatedProfile } from "./profiles/updated-profile.ts"
import { isLate, isNearSequenceHead, type RetailerProfile } from "./retailers/retailer-profile.ts"
import { evaluate } from "./scoring/evaluate.ts"
import type { Finding, ProfileKey } from "./scoring/finding.ts"

/** What the detector knows besides the profiles. */
export type DetectorKnowledge = {
  readonly profileOf: (retailer: number) => RetailerProfile | undefined
  /** Whether findings about this retailer are only recorded and restrict nobody. */
  readonly isShadow: (retailer: number) => boolean
  /**
   * True where every earlier contact of a profile has been evaluated. Then only what the new contact can bring over a
   * threshold is looked for. False for stored profiles, because a container can stop between a write and its
   * evaluation.
   */
  readonly evaluatesEveryContact: boolean
}

/** A contact to record in one profile. */
export type ProfileUpdate = {
  readonly key: ProfileKey
  readonly accessorClass: AccessorClass
  readonly quotaPerHour?: number | undefined
  readonly contact: Contact
  readonly retention: Retention
}

/** What a finding about one accessor restricts. A prefix is a wider network. */
export type RestrictedScope = "subject" | "network"

/** A finding, and what the hub restricts because of it. */
export type DetectedFinding = {
  /** The update whose profile crossed a threshold. */
  readonly update: ProfileUpdate
  readonly finding: Finding
  readonly restricts: RestrictedScope | undefined
}

export type Detection = {
  /** False for a repeated lookup, whose findings are about earlier contacts, and for a class that is not scored. */
  readonly isNews: boolean
  /** Whether the subject's profile held an earlier contact that says the same. */
  readonly isRepeat: boolean
  /** References for which the subject failed a challenge by the time of this access, this one included. */
  readonly failedChallenges: number
  readonly findings: readonly DetectedFinding[]
  /** What the access adds to its retailer's sums of first contacts. */
  readonly volume: VolumeSums
}

/**
 * Runs the detector on one access: records its contacts in profiles, scores these, and says what to restrict.
 *
 * It is a generator, so that profiles in storage (asynchronous) and profiles in memory (synchronous, and much faster)
 * go through the same steps. It yields updates that can be made at the same time, and receives the updated profiles in
 * the same order.
 */
export function* detectAccess(
  access: Access,
  knowledge: DetectorKnowledge,
): Generator<readonly ProfileUpdate[], Detection, readonly UpdatedProfile[]> {
  const policy = classPolicies[access.accessorClass]
  if (!policy.scored || saysNothing(access)) return nothingDetected
  const update = subjectUpdate(access)
  const [subject] = yield [update]
  if (subject === undefined) return nothingDetected
  const failedChallenges = failedChallengesAt(subject.entries, access.at)
  // A finding of an earlier access is lost if the store of anomalies failed then. So a repeated lookup finds it again.
  const findings = subject.isNews || !knowledge.evaluatesEveryContact ? findingsIn(update, subject, knowledge) : []
  if (!subject.isNews) return { ...nothingDetected, isRepeat: true, failedChallenges, findings }

  const updates = sharedUpdates(access, subject, knowledge)
  const shared = updates.length === 0 ? [] : yield updates
  updates.forEach((shares, place) => {
    const profile = shared[place]
    if (profile !== undefined) findings.push(...findingsIn(shares, profile, knowledge))
  })
  const isCounted = policy.block && access.outcome === "hit" && subject.ofReference.length === 1
  const isNewNetwork = updates[0]?.key.kind === "network" && shared[0]?.isFirst === true
  const isStranger = access.proof === "none" && subject.isFirst && isNewNetwork
  const volume = isCounted ? oneContact(isStranger) : noVolume
  return { isNews: true, isRepeat: false, failedChallenges, findings, volume }
}

const nothingDetected: Detection = {
  isNews: false,
  isRepeat: false,
  failedChallenges: 0,
  findings: [],
  volume: noVolume,
}

const subjectUpdate = (access: Access): ProfileUpdate => {
  const { accessorClass, quotaPerHour } = access
  const key = { kind: "subject", subjectKind: access.subject.kind, networkKind: access.network.kind } as const
  const retention = retentionOf(key, accessorClass)
  return { key, accessorClass, quotaPerHour, contact: contactOf(access), retention }
}

const failedChallengesAt = (entries: readonly Contact[], at: number): number => {
  let failed = 0
  for (const entry of entries) if (entry.outcome === "challengeFailed" && entry.at <= at) failed += 1
  return failed
}

/** What the subject's profile knew at the time of a contact. */
const historyOf = ({ subject }: Access, { entries, trimmed }: UpdatedProfile, at: number): History => {
  if (isNewcomer(subject.kind !== "anonymous", entries, at, trimmed)) return "none"
  return trimmed ? "forgotten" : "known"
}

/** The contacts that go into the profiles of the network, of its prefix and of the block of numbers. */
const sharedUpdates = (access: Access, subject: UpdatedProfile, knowledge: DetectorKnowledge): ProfileUpdate[] => {
  const policy = classPolicies[access.accessorClass]
  const updates: ProfileUpdate[] = []
  const ofNetwork = policy.network ? contactForNetwork(subject.ofReference) : null
  if (ofNetwork !== null) {
    const history = historyOf(access, subject, ofNetwork.at)
    // Shared where it can be: in memory, profiles are mostly contacts.
    const contact = ofNetwork.history === history ? ofNetwork : { ...ofNetwork, history }
    const given = { accessorClass: access.networkClass, contact, retention: "latest" } as const
    const { kind: networkKind, prefix } = access.network
    updates.push({ key: { kind: "network", networkKind }, ...given })
    if (prefix !== undefined && history === "none") updates.push({ key: { kind: "prefix", networkKind }, ...given })
  }
  const ofBlock = policy.block ? blockUpdate(access, subject, knowledge) : null
  if (ofBlock !== null) updates.push(ofBlock)
  const ofCodes = policy.block && access.ordinal !== null ? contactForCodes(subject.ofReference) : null
  if (ofCodes !== null) {
    const key = { kind: "codeBlock", series: access.series } as const
    updates.push({ key, accessorClass: "public", contact: ofCodes, retention: "latest" })
  }
  return updates
}

/** Where in the retailer's numbers the access counts, and as what; null where it does not count. */
const blockUpdate = (
  access: Access,
  { entries, ofReference }: UpdatedProfile,
  { profileOf }: DetectorKnowledge,
): ProfileUpdate | null => {
  const { ordinal, series, canary } = access
  if (ordinal === null) return null
  if (canary) return updateOfBlock("missBlock", series, { ...contactOf(access), outcome: "hit", proof: "none" })
  const misses = access.outcome === "miss"
  const hasPostalCode = ofReference.some(({ proof }) => proof === "postalCode")
  const postalCodesTrusted = !hasPostalCode || trustsPostalCodes(entries)
  const contact = contactForBlock(ofReference, { misses, postalCodesTrusted })
  if (contact === null) return null
  if (!misses) return updateOfBlock("block", series, contact)
  const profile = profileOf(series)
  const showsNothing = profile === undefined || isNearSequenceHead(profile, contact) || isLate(profile, contact)
  return showsNothing ? null : updateOfBlock("missBlock", series, contact)
}

const updateOfBlock = (kind: "block" | "missBlock", series: number, contact: Contact): ProfileUpdate => ({
  key: { kind, series },
  accessorClass: "public",
  contact,
  retention: "latest",
})

/** The charts that are over their threshold in an updated profile. */
const findingsIn = (
  update: ProfileUpdate,
  profile: UpdatedProfile,
  { profileOf, isShadow, evaluatesEveryContact }: DetectorKnowledge,
): DetectedFinding[] => {
  const { key, accessorClass, quotaPerHour } = update
  if (evaluatesEveryContact && addsNothing(update)) return []
  const { entries, trimmed } = profile
  const input = { key, entries, trimmed, accessorClass, quotaPerHour, profileOf }
  const newest = evaluatesEveryContact ? newestOf(profile) : undefined
  const findings = evaluate(newest === undefined ? input : { ...input, newest })
  return findings.map((finding) => ({ update, finding, restricts: restrictedScope(key, finding, isShadow) }))
}

/** Whether a contact cannot bring a chart over its threshold, because it came with proof. */
const addsNothing = ({ key, accessorClass, contact }: ProfileUpdate): boolean =>
  (key.kind === "subject" &&
    contact.proof === "strong" &&
    contact.outcome === "hit" &&
    classPolicies[accessorClass].quotaPerHour === null) ||
  ("series" in key && contact.proof !== "none")

/** The updated entry, if it is the latest one and the profile holds no other contact of its reference. */
const newestOf = ({ entries, ofReference }: UpdatedProfile): Contact | undefined => {
  const last = entries[entries.length - 1]
  return ofReference.length === 1 && ofReference[0] === last ? last : undefined
}

/** An alert restricts the subject, network or prefix it is about, unless all its retailers are in shadow mode. */
const restrictedScope = (
  key: ProfileKey,
  { severity, retailers }: Finding,
  isShadow: DetectorKnowledge["isShadow"],
): RestrictedScope | undefined => {
  if ("series" in key || severity !== "alert" || retailers.every(isShadow)) return undefined
  return key.kind === "subject" ? "subject" : "network"
}

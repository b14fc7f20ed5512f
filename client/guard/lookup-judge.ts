import type { Access } from "../../shared/watch/detection/access.ts"
import { makeMemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import { entryLifetimeSeconds } from "../../shared/watch/detection/profiles/access-profile.ts"
import { restrictedScopeOf } from "../../shared/watch/detection/restrictions/restricted-scope.ts"
import { isSpared } from "../../shared/watch/detection/restrictions/tool-policy.ts"
import { type RetailerProfile, randomOrder } from "../../shared/watch/detection/retailers/retailer-profile.ts"
import type { Finding } from "../../shared/watch/detection/scoring/finding.ts"
import { restrictionHours } from "../../shared/watch/detection/thresholds/thresholds.ts"
import type { Demand } from "./asked-lookup.ts"

/** What the guard knows of the numbers, and how much it remembers. */
export type JudgeRules = {
  /** References given out a day. Undefined while unknown: walks are not seen then. */
  readonly ordersPerDay: number | undefined
  /** Share of ordinary lookups that find nothing, 0 to 1. */
  readonly missShare: number
  readonly hasCheckDigit: boolean
  /** Visitors, networks and numbers that nobody used for as long are forgotten. */
  readonly rememberedSeconds: number
  /** First contacts that are kept at a time. Of more, the older ones are forgotten earlier. */
  readonly mostContacts: number
}

/** Judges lookups with the detector, whose profiles are in memory. */
export type LookupJudge = {
  /** What the restrictions that stand at a time, epoch seconds, say of a lookup. */
  verdictOf(access: Access, at: number): Demand
  /** Takes a lookup whose outcome is known, and restricts whom the detector finds. Repeats change nothing. */
  observe(access: Access): void
  readonly counts: {
    /** Restrictions made. */
    restrictions: number
    /** First contacts kept, when they were last counted. */
    contacts: number
  }
}

const restrictionSeconds = restrictionHours * 3_600
const tidyingSeconds = 600

export function lookupJudge(rules: JudgeRules): LookupJudge {
  const profile = profileFrom(rules)
  const profileOf = (): RetailerProfile | undefined => profile
  const detector = makeMemoryDetector({ profileOf })
  const endOf = new Map<string, number>()
  const counts = { restrictions: 0, contacts: 0 }
  let nextTidyingAt = 0
  let updatesUntilTidying = rules.mostContacts

  /** Forgets at least half of what may be kept at most, and what has ended. */
  const tidy = (at: number): void => {
    for (const [key, end] of endOf) if (end <= at) endOf.delete(key)
    for (let idle = rules.rememberedSeconds; ; idle /= 2) {
      // The detector counts from 30 days before.
      detector.forget(at + entryLifetimeSeconds - idle)
      counts.contacts = contactsOf(detector)
      if (counts.contacts <= rules.mostContacts / 2 || idle < 1) break
    }
    nextTidyingAt = at + tidyingSeconds
    updatesUntilTidying = detector.counts.updates + rules.mostContacts - counts.contacts
  }
  const isRestricted = (key: string, at: number): boolean => (endOf.get(key) ?? 0) > at

  return {
    verdictOf: (access, at) =>
      verdictOf(access, { isRestricted: (key) => isRestricted(key, at), isKnown: () => knows(detector, access) }),
    observe(access) {
      for (const { keyName, finding } of detector.observe(access)) {
        if (!restricts(keyName, finding, profileOf)) continue
        if (!isRestricted(keyName, access.at)) counts.restrictions += 1
        endOf.set(keyName, Math.max(endOf.get(keyName) ?? 0, access.at + restrictionSeconds))
      }
      if (access.at >= nextTidyingAt || detector.counts.updates >= updatesUntilTidying) tidy(access.at)
    },
    counts,
  }
}

/** What standing restrictions say of a lookup. */
function verdictOf(
  { subject, network, proof }: Access,
  { isRestricted, isKnown }: { readonly isRestricted: (key: string) => boolean; readonly isKnown: () => boolean },
): Demand {
  const isSubjectRestricted = isRestricted(`subject#${subject.fingerprint}`)
  if (isSubjectRestricted && subject.kind !== "anonymous") return "refuse"
  if (proof === "strong") return "allow"
  if (isSubjectRestricted) return "proof"
  const isNetworkRestricted =
    isRestricted(`network#${network.fingerprint}`) ||
    (network.prefix !== undefined && isRestricted(`prefix#${network.prefix}`))
  return isNetworkRestricted && !isKnown() ? "proof" : "allow"
}

type Detector = ReturnType<typeof makeMemoryDetector>

/** Whether a visitor has looked the reference up before, or has proven anything. */
const knows = (detector: Detector, { subject, tag }: Access): boolean =>
  detector.subjectEntries(subject.fingerprint).some((entry) => entry.tag === tag || entry.proof === "strong")

/** First contacts that are kept. */
function contactsOf(detector: Detector): number {
  let contacts = 0
  for (const [, { entries }] of detector.profiles()) contacts += entries.length
  return contacts
}

/** Whether a finding restricts here. Blocks of numbers need what is learned of a retailer, so the hub judges them. */
function restricts(accessorKey: string, finding: Finding, profileOf: () => RetailerProfile | undefined): boolean {
  if (finding.severity !== "alert" || restrictedScopeOf(accessorKey) === undefined) return false
  return !isSpared(finding, { accessorKey, tool: "guarded" }, { profileOf })
}

function profileFrom({ ordersPerDay, missShare, hasCheckDigit }: JudgeRules): RetailerProfile | undefined {
  if (ordersPerDay === undefined) return undefined
  const stated = { ordersPerDay, missShare, hasCheckDigit, isMissShareAssumed: true }
  return { ...stated, sequenceHead: null, blockShape: randomOrder }
}

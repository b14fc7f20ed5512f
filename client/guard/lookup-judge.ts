import type { Access } from "../../shared/watch/detection/access.ts"
import { keyKind } from "../../shared/watch/detection/accessor.ts"
import { makeMemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import { entryLifetimeSeconds } from "../../shared/watch/detection/profiles/access-profile.ts"
import { restrictedScopeOf } from "../../shared/watch/detection/restrictions/restricted-scope.ts"
import type { Restriction } from "../../shared/watch/detection/restrictions/restriction.ts"
import {
  type Asked,
  askedIn,
  askedOfWhom,
  isProofRefused,
  isSpared,
} from "../../shared/watch/detection/restrictions/tool-policy.ts"
import { neighbourhoodKey } from "../../shared/watch/detection/retailers/number-blocks.ts"
import { type RetailerProfile, randomOrder } from "../../shared/watch/detection/retailers/retailer-profile.ts"
import type { Finding } from "../../shared/watch/detection/scoring/finding.ts"
import type { Demand } from "./asked-lookup.ts"
import type { RememberedParts } from "./guard-memory.ts"
import { restrictedRows } from "./restricted-rows.ts"

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
  /** A lookup got no answer. What restricts it lasts longer if the number is new to the visitor. */
  refused(access: Access): void
  /** What it remembers. */
  readonly parts: Pick<RememberedParts, "detector" | "restricted">
  readonly counts: {
    /** Restrictions made. */
    restrictions: number
    /** First contacts kept, when they were last counted. */
    contacts: number
  }
}

const tidyingSeconds = 600

export function lookupJudge(rules: JudgeRules): LookupJudge {
  const profile = profileFrom(rules)
  const profileOf = (): RetailerProfile | undefined => profile
  const detector = makeMemoryDetector({ profileOf })
  const restricted = restrictedRows()
  const memory = boundedMemory(detector, rules)
  /** The restrictions that ask a lookup for more than it has, and what. */
  const asking = (access: Access, at: number) => {
    const standing = restricted.standing(keysOf(access), at)
    const isKnown = standing.length > 0 && knows(detector, access)
    return standing
      .map((row) => ({ row, asked: askedBy(row, access, isKnown) }))
      .filter(({ asked }) => asked !== "nothing")
  }

  return {
    verdictOf(access, at) {
      const found = asking(access, at)
      if (found.length === 0) return "allow"
      return found.some(({ asked }) => asked === "refusal") ? "refuse" : "proof"
    },
    refused(access) {
      const isNew = detector.subjectEntries(access.subject.fingerprint).every(({ tag }) => tag !== access.tag)
      if (isNew) for (const { row } of asking(access, access.at)) restricted.restart(row, access.at)
    },
    observe(access) {
      for (const { keyName, finding } of detector.observe(access))
        if (restricts(keyName, finding, profileOf)) restricted.restrict(keyName, finding, access.at)
      if (memory.tidy(access.at)) restricted.forget(access.at - rules.rememberedSeconds)
    },
    parts: { detector, restricted },
    get counts() {
      return { contacts: memory.contacts, restrictions: restricted.made }
    },
  }
}

/** Forgets in time what nobody used, and at least half of what may be kept at most. */
function boundedMemory(detector: Detector, { rememberedSeconds, mostContacts }: JudgeRules) {
  let contacts = 0
  let nextAt = 0
  let updatesUntilNext = mostContacts
  return {
    /** Whether it was time, at an access in epoch seconds. */
    tidy(at: number): boolean {
      if (at < nextAt && detector.counts.updates < updatesUntilNext) return false
      for (let idle = rememberedSeconds; ; idle /= 2) {
        // The detector counts from 30 days before.
        detector.forget(at + entryLifetimeSeconds - idle)
        contacts = contactsOf(detector)
        if (contacts <= mostContacts / 2 || idle < 1) break
      }
      nextAt = at + tidyingSeconds
      updatesUntilNext = detector.counts.updates + mostContacts - contacts
      return true
    },
    /** First contacts kept, when they were last counted. */
    get contacts() {
      return contacts
    },
  }
}

/** The keys of restrictions that concern a lookup. */
function keysOf({ subject, network, series, ordinal }: Access): string[] {
  const keys = [`subject#${subject.fingerprint}`, `network#${network.fingerprint}`]
  if (network.prefix !== undefined) keys.push(`prefix#${network.prefix}`)
  if (ordinal !== null) keys.push(neighbourhoodKey(String(series), ordinal))
  return keys
}

/** What a restriction asks of a lookup. Of a network it asks nothing of who knew the parcel, or proved anything. */
function askedBy(restriction: Restriction, { subject, proof }: Access, isKnown: boolean): Asked {
  const asked = askedIn("guarded", askedOfWhom(restriction, subject.kind !== "anonymous"))
  const isSatisfied = !isProofRefused(asked, proof === "strong" ? "houseNumber" : proof)
  return isSatisfied || (restriction.scope === "network" && isKnown) ? "nothing" : asked
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

/** Whether a finding restricts here: a visitor, a network, or the numbers around a block. */
function restricts(accessorKey: string, finding: Finding, profileOf: () => RetailerProfile | undefined): boolean {
  const isOfScope = keyKind(accessorKey) === "block" || restrictedScopeOf(accessorKey) !== undefined
  if (finding.severity !== "alert" || !isOfScope) return false
  return !isSpared(finding, { accessorKey, tool: "guarded" }, { profileOf })
}

/**
 * Numbers are taken to be looked up in any order. Readings that compare with learned traffic stay off: what one tool
 * sees of its first hours is less than its next mail-out brings.
 */
function profileFrom({ ordersPerDay, missShare, hasCheckDigit }: JudgeRules): RetailerProfile | undefined {
  if (ordersPerDay === undefined) return undefined
  const stated = { ordersPerDay, missShare, hasCheckDigit, isMissShareAssumed: true }
  return { ...stated, sequenceHead: null, blockShape: randomOrder }
}

/**
 * The verdict on one profile: which charts crossed their thresholds, when and on what evidence. A pure function of the set of
 * entries and of the retailers' profiles; a threshold counts as crossed if the sum reached it at any entry, so that
 * proof that comes late lowers later scores but does not depend on who evaluates when.
 */
import { type Contact, latestEntries, unexpiredEntries } from "./access-profile.ts"
import { block } from "./charts/block.ts"
import { blockMisses, canaryTouchLlr } from "./charts/block-misses.ts"
import type { ChartResult, Thresholds } from "./charts/excursion.ts"
import { fanOut } from "./charts/fan-out.ts"
import { guess } from "./charts/guess.ts"
import { insider } from "./charts/insider.ts"
import { scope } from "./charts/scope.ts"
import { walk, walkEntries } from "./charts/walk.ts"
import { alertThresholds, type ChartName, type ClassPolicy, classPolicies, type PolicyClass } from "./class-policy.ts"
import { failedChallengeLimit, isProven, trustsPostalCodes } from "./proof.ts"
import {
  blockWidth,
  comparedLookups,
  isFresh,
  isNearSequenceHead,
  liveWidth,
  missBlockWidth,
  type RetailerProfile,
  thresholdsFor,
} from "./retailer-profile.ts"

/** Whose profile is evaluated. */
export type ProfileKey =
  | {
      readonly kind: "subject"
      readonly subjectKind: "account" | "cookie" | "anonymous" | "partner" | "staff"
      readonly networkKind: "mobile" | "fixed" | "hosting" | "unknown"
    }
  | { readonly kind: "network"; readonly networkKind: "mobile" | "fixed" | "hosting" | "unknown" }
  | { readonly kind: "block" | "missBlock"; readonly retailer: number }

export type Evidence = {
  /** Distinct references from the start of the episode to the end of the profile, and what they were. */
  readonly references: number
  readonly hits: number
  readonly misses: number
  readonly challengeFailed: number
  readonly proven: number
  /** Known delivery points among them. */
  readonly deliveryPoints: number
  /** Accessors among them; only for blocks, otherwise 1. */
  readonly accessors: number
  /** Time from the first to the last of them, seconds. */
  readonly spanSeconds: number
  /** Median distance of neighbouring numbers among them, in numbers; null without two. */
  readonly medianGap: number | null
  /** What ordinary use would show: live width in numbers, miss share, counted entries per day; null where it does not apply. */
  readonly liveWidth: number | null
  readonly ordinaryMissShare: number | null
  readonly ordinaryPerDay: number | null
  /** Touches of canaries; only for miss blocks. */
  readonly canaries: number
}

export type Finding = {
  readonly chart: ChartName
  /** Which reading of the chart: a rate pair of fan-out, or the chart itself. */
  readonly reading: string
  /** The retailer whose numbers were walked; null where the chart runs over all retailers. */
  readonly retailer: number | null
  /** Every retailer among the contributing entries, in order of number. */
  readonly retailers: readonly number[]
  readonly severity: "notice" | "alert"
  /** The sum after the last entry, and the highest along the way. */
  readonly score: number
  readonly peak: number
  /** The threshold that was crossed. */
  readonly threshold: number
  /** Epoch seconds of the entry at which the excursion that crossed left zero, and of the entry that crossed. */
  readonly from: number
  readonly crossedAt: number
  /** Tags of the entries from there on that were not proven, in scoring order. */
  readonly tags: readonly string[]
  readonly evidence: Evidence
}

export type EvaluationInput = {
  readonly key: ProfileKey
  /** The key's united entries in scoring order, expired ones included. */
  readonly entries: readonly Contact[]
  /** Whether storage has trimmed the profile. */
  readonly trimmed: boolean
  /** Class of the subject; for a network, the class its network is registered under, `public` otherwise. */
  readonly accessorClass: PolicyClass
  readonly profileOf: (retailer: number) => RetailerProfile | undefined
}

type Chart = { readonly chart: ChartName; readonly reading: string; readonly retailer: number | null }

const unknownMissShare = 0.05
const perDay = 1 / 86_400
const perHour = 1 / 3600

/** The rate pairs of fan-out, entries per second. */
export const fanOutReadings = [
  { reading: "pointBurst", by: "point", ordinaryRate: 0.25 * perHour, attackRate: 6 * perHour },
  { reading: "pointSlow", by: "point", ordinaryRate: 0.2 * perDay, attackRate: 2 * perDay },
  { reading: "referenceBurst", by: "reference", ordinaryRate: 1.5 * perHour, attackRate: 12 * perHour },
  { reading: "referenceSlow", by: "reference", ordinaryRate: 0.8 * perDay, attackRate: 4 * perDay },
] as const

const median = (sorted: readonly number[]): number | null => {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle]
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2
}

const medianGap = (entries: readonly Contact[]): number | null => {
  const ordinals = entries.flatMap((entry) => (entry.ordinal === null ? [] : [entry.ordinal])).sort((a, b) => a - b)
  const gaps = ordinals.slice(1).map((ordinal, index) => ordinal - (ordinals[index] ?? ordinal))
  return median(gaps.filter((gap) => gap > 0).sort((a, b) => a - b))
}

/** Turns a chart's crossing into a finding; null where no threshold was reached. */
const findingOf = (
  of: Chart,
  result: ChartResult,
  looked: readonly Contact[],
  thresholds: Thresholds,
  expectation: Partial<Pick<Evidence, "liveWidth" | "ordinaryMissShare" | "ordinaryPerDay">>,
): Finding | null => {
  const crossing = result.alert ?? result.notice
  if (crossing === null) return null
  const first = looked[crossing.fromIndex]
  const crossed = looked[crossing.atIndex]
  if (first === undefined || crossed === undefined) return null
  const trusted = trustsPostalCodes(looked)
  const episode = looked.slice(crossing.fromIndex)
  const unproven = episode.filter((entry) => !isProven(entry, trusted))
  const last = episode[episode.length - 1] ?? crossed
  const isMissBlock = of.chart === "blockMisses"
  const count = (outcome: Contact["outcome"]) => unproven.filter((entry) => entry.outcome === outcome).length
  const severity = result.alert === null ? "notice" : "alert"
  return {
    ...of,
    retailers: [...new Set(unproven.map((entry) => entry.retailer))].sort((a, b) => a - b),
    severity,
    score: result.score,
    peak: result.peak,
    threshold: severity === "alert" ? thresholds.alert : thresholds.notice,
    from: first.at,
    crossedAt: crossed.at,
    tags: unproven.map((entry) => entry.tag),
    evidence: {
      references: unproven.length,
      hits: isMissBlock ? 0 : count("hit"),
      misses: count("miss"),
      challengeFailed: count("challengeFailed"),
      proven: episode.length - unproven.length,
      deliveryPoints: new Set(unproven.flatMap((entry) => (entry.deliveryPoint === null ? [] : [entry.deliveryPoint])))
        .size,
      accessors: Math.max(
        1,
        new Set(unproven.flatMap((entry) => (entry.subject === null ? [] : [entry.subject]))).size,
      ),
      spanSeconds: last.at - first.at,
      medianGap: of.retailer === null ? null : medianGap(unproven),
      liveWidth: expectation.liveWidth ?? null,
      ordinaryMissShare: expectation.ordinaryMissShare ?? null,
      ordinaryPerDay: expectation.ordinaryPerDay ?? null,
      canaries: isMissBlock ? count("hit") : 0,
    },
  }
}

/** Thresholds of a chart that runs over several retailers: the strictest of the retailers touched. */
const strictestThresholds = (
  entries: readonly Contact[],
  profileOf: EvaluationInput["profileOf"],
  chart: ChartName,
  standard: number,
): Thresholds => {
  let strictest: Thresholds | null = null
  for (const retailer of new Set(entries.map((entry) => entry.retailer))) {
    const own = thresholdsFor(profileOf(retailer), chart, standard, 0)
    if (strictest === null || own.alert < strictest.alert) strictest = own
  }
  return strictest ?? thresholdsFor(undefined, chart, standard, 0)
}

const evaluateWalk = (
  entries: readonly Contact[],
  alert: number,
  profileOf: EvaluationInput["profileOf"],
): (Finding | null)[] =>
  [...new Set(entries.map((entry) => entry.retailer))].map((retailer) => {
    const profile = profileOf(retailer)
    if (profile === undefined) return null
    const thresholds = thresholdsFor(profile, "walk", alertThresholds.walk, alert - alertThresholds.walk)
    const width = liveWidth(profile)
    const result = walk(entries, {
      retailer,
      liveWidth: width,
      nearSequenceHead: (entry) => isNearSequenceHead(profile, entry),
      thresholds,
    })
    const looked = walkEntries(entries, retailer)
    return findingOf({ chart: "walk", reading: "walk", retailer }, result, looked, thresholds, { liveWidth: width })
  })

const evaluateGuess = (
  entries: readonly Contact[],
  classFloor: number,
  profileOf: EvaluationInput["profileOf"],
): Finding | null => {
  const thresholds = strictestThresholds(entries, profileOf, "guess", alertThresholds.guess)
  const missShare = (retailer: number) => profileOf(retailer)?.missShare ?? unknownMissShare
  const result = guess(entries, { missShare, classFloor, thresholds })
  const ordinaryMissShare = Math.max(classFloor, ...entries.map((entry) => missShare(entry.retailer)))
  return findingOf({ chart: "guess", reading: "guess", retailer: null }, result, entries, thresholds, {
    ordinaryMissShare,
  })
}

const evaluateFanOut = (
  entries: readonly Contact[],
  trimmed: boolean,
  profileOf: EvaluationInput["profileOf"],
): (Finding | null)[] =>
  fanOutReadings.map(({ reading, by, ordinaryRate, attackRate }) => {
    const standard = by === "point" ? alertThresholds.fanOutByPoint : alertThresholds.fanOutByReference
    const thresholds = strictestThresholds(entries, profileOf, "fanOut", standard)
    const result = fanOut(entries, { by, ordinaryRate, attackRate, trimmed, thresholds })
    return findingOf({ chart: "fanOut", reading, retailer: null }, result, entries, thresholds, {
      ordinaryPerDay: ordinaryRate / perDay,
    })
  })

const evaluateAccessor = (input: EvaluationInput, policy: ClassPolicy): (Finding | null)[] => {
  const { entries, trimmed } = latestEntries(unexpiredEntries(input.entries), input.trimmed)
  const { key, profileOf } = input
  const subject = key.kind === "subject"
  const isPartner = subject && key.subjectKind === "partner"
  const findings: (Finding | null)[] = []
  if (policy.walk !== null) findings.push(...evaluateWalk(entries, policy.walk, profileOf))
  if (policy.guessFloor !== null) findings.push(evaluateGuess(entries, policy.guessFloor, profileOf))
  if (policy.fanOut && subject && !(key.subjectKind === "anonymous" && key.networkKind === "mobile")) {
    findings.push(...evaluateFanOut(entries, trimmed, profileOf))
  }
  if (policy.scope && isPartner) {
    const thresholds = strictestThresholds(entries, profileOf, "scope", alertThresholds.scope)
    const of = { chart: "scope", reading: "scope", retailer: null } as const
    findings.push(findingOf(of, scope(entries, { thresholds }), entries, thresholds, {}))
  }
  if (policy.insider && subject) {
    const thresholds = strictestThresholds(entries, profileOf, "insider", alertThresholds.insider)
    const of = { chart: "insider", reading: "insider", retailer: null } as const
    findings.push(findingOf(of, insider(entries, { thresholds }), entries, thresholds, { ordinaryPerDay: 5 }))
  }
  return findings
}

/** The pairs of a block that are not proven; a subject's postal codes stop counting as for its own profile. */
const unprovenPairs = (entries: readonly Contact[]): Contact[] => {
  const failures = new Map<number | null, number>()
  for (const { outcome, subject } of entries) {
    if (outcome === "challengeFailed") failures.set(subject, (failures.get(subject) ?? 0) + 1)
  }
  return entries.filter((entry) => !isProven(entry, (failures.get(entry.subject) ?? 0) < failedChallengeLimit))
}

const evaluateBlock = (input: EvaluationInput, retailer: number, misses: boolean): Finding | null => {
  const profile = input.profileOf(retailer)
  if (profile === undefined) return null
  const { entries } = latestEntries(unexpiredEntries(input.entries), input.trimmed)
  const pairs = unprovenPairs(entries)
  const chart = misses ? "blockMisses" : "block"
  const thresholds = thresholdsFor(profile, chart, alertThresholds[chart], 0)
  const width = misses ? missBlockWidth(profile) : blockWidth(profile)
  const { fresh, old } = profile.blockShape
  const unknownAge = Math.min(fresh, old)
  const result = misses
    ? blockMisses(pairs, {
        width,
        shape: profile.blockShape.misses,
        isCanary: (entry) => entry.outcome === "hit",
        canaryLlr: canaryTouchLlr(canaryTypoRate(profile), profile.hasCheckDigit),
        thresholds,
      })
    : block(pairs, {
        width,
        previous: comparedLookups,
        shape: (entry) => (profile.sequenceHead === null ? unknownAge : isFresh(profile, entry) ? fresh : old),
        thresholds,
      })
  return findingOf({ chart, reading: chart, retailer }, result, pairs, thresholds, { liveWidth: width })
}

/** Share of misses that reach a canary by a slip of the finger: 3 %, and a ninth of a hundredth of that past a check digit. */
const canaryTypoRate = (profile: RetailerProfile): number => (profile.hasCheckDigit ? 0.000_12 : 0.03)

/**
 * Evaluates one profile. At most one finding per chart and retailer: the one of higher severity, then of the earliest crossing.
 * In a miss block, an entry of outcome `hit` is a canary touch: a planted number that was never issued.
 */
export const evaluate = (input: EvaluationInput): Finding[] => {
  const policy = classPolicies[input.accessorClass]
  if (!policy.scored || input.entries.length === 0) return []
  const { key } = input
  const candidates =
    key.kind === "block" || key.kind === "missBlock"
      ? [evaluateBlock(input, key.retailer, key.kind === "missBlock")]
      : evaluateAccessor(input, policy)
  const best = new Map<string, Finding>()
  for (const finding of candidates) {
    if (finding === null) continue
    const slot = `${finding.chart}|${finding.retailer ?? ""}`
    const held = best.get(slot)
    if (held === undefined || precedes(finding, held)) best.set(slot, finding)
  }
  return [...best.values()]
}

const precedes = (a: Finding, b: Finding): boolean =>
  a.severity === b.severity ? a.crossedAt < b.crossedAt : a.severity === "alert"

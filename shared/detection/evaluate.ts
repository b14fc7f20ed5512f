/**
 * The verdict on one profile: which charts crossed their thresholds, when and on what evidence. A pure function of the set of
 * entries and of the retailers' profiles; a threshold counts as crossed if the sum reached it at any entry, so that
 * proof that comes late lowers later scores but does not depend on who evaluates when.
 */
import type { FindingEvidence } from "../domain/told-finding.ts"
import { type Contact, latestEntries, unexpiredEntries } from "./access-profile.ts"
import { block, neighbourDensity } from "./charts/block.ts"
import { blockMisses, canaryTouchLlr } from "./charts/block-misses.ts"
import { type ChainResult, chain, largestChainScore } from "./charts/chain.ts"
import { cluster, largestClusterScore } from "./charts/cluster.ts"
import type { ChartResult, Crossing, Thresholds } from "./charts/excursion.ts"
import { fanOut } from "./charts/fan-out.ts"
import { guess } from "./charts/guess.ts"
import { insider } from "./charts/insider.ts"
import { scope } from "./charts/scope.ts"
import { shipmentGuess } from "./charts/shipment-guess.ts"
import { countedEntries, walk, walkEntries } from "./charts/walk.ts"
import { alertThresholds, type ChartName, type ClassPolicy, classPolicies, type PolicyClass } from "./class-policy.ts"
import { failedChallengeLimit, isProven, trustsPostalCodes } from "./proof.ts"
import {
  blockWidth,
  comparedLookups,
  isFresh,
  isLate,
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

/** What one retailer may know of a finding that may touch several: its own numbers, and no more than that its threshold was reached. */
export type FindingPart = {
  readonly retailer: number
  readonly score: number
  readonly threshold: number
  /** Epoch seconds of its first entry that counts, and of its last one up to the crossing. */
  readonly from: number
  readonly crossedAt: number
  readonly evidence: FindingEvidence
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
  readonly evidence: FindingEvidence
  /** The part of each of `retailers`. */
  readonly parts: readonly FindingPart[]
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

type FanOutReading = {
  readonly reading: string
  readonly by: "point" | "reference"
  /** Ordinary and attacking rates, entries per second. */
  readonly ordinaryRate: number
  readonly attackRate: number
  readonly alert: number
}

/** The rate pairs of fan-out for one subject. */
export const fanOutReadings: readonly FanOutReading[] = [
  { reading: "pointBurst", by: "point", ordinaryRate: 0.25 * perHour, attackRate: 6 * perHour, alert: 18 },
  { reading: "pointSlow", by: "point", ordinaryRate: 0.2 * perDay, attackRate: 2 * perDay, alert: 18 },
  { reading: "referenceBurst", by: "reference", ordinaryRate: 1.5 * perHour, attackRate: 12 * perHour, alert: 25 },
  { reading: "referenceSlow", by: "reference", ordinaryRate: 0.8 * perDay, attackRate: 4 * perDay, alert: 25 },
]

/** For subjects with an identity of their own, who reach few new destinations in a month. */
export const verySlowReading: FanOutReading = {
  reading: "pointVerySlow",
  by: "point",
  ordinaryRate: 0.1 * perDay,
  attackRate: perDay,
  alert: 18,
}

/**
 * Fan-out of a network's newcomers together: who drops its cookie after a few lookups, or carries none, is nobody each time, but the
 * network is the same. Many people stand behind a mobile address, so only a burst says something there.
 */
export const newcomerReadings: Readonly<Record<"mobile" | "other", readonly FanOutReading[]>> = {
  mobile: [
    { reading: "newcomerPoints", by: "point", ordinaryRate: 60 * perHour, attackRate: 600 * perHour, alert: 20 },
    {
      reading: "newcomerReferences",
      by: "reference",
      ordinaryRate: 60 * perHour,
      attackRate: 600 * perHour,
      alert: 25,
    },
  ],
  other: [
    { reading: "newcomerPoints", by: "point", ordinaryRate: perHour, attackRate: 12 * perHour, alert: 20 },
    { reading: "newcomerReferences", by: "reference", ordinaryRate: 3 * perHour, attackRate: 24 * perHour, alert: 25 },
  ],
}

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

/** What ordinary use would show, as far as it applies to a chart. */
type Expectation = Partial<Pick<FindingEvidence, "liveWidth" | "ordinaryMissShare" | "ordinaryPerDay">>

/** Of a chart over several retailers: the threshold that each has for itself, and what ordinary use shows there. */
type OwnMeasure = {
  readonly thresholds: (retailer: number) => Thresholds
  readonly expectation?: (retailer: number) => Expectation
}

/** The numbers behind a finding, or behind one retailer's part of it. */
const evidenceOf = (
  of: Chart,
  episode: readonly Contact[],
  trusted: boolean,
  expectation: Expectation,
): FindingEvidence => {
  const unproven = episode.filter((entry) => !isProven(entry, trusted))
  const count = (outcome: Contact["outcome"]) => unproven.filter((entry) => entry.outcome === outcome).length
  const isMissBlock = of.chart === "blockMisses"
  const times = episode.map((entry) => entry.at)
  return {
    references: unproven.length,
    hits: isMissBlock ? 0 : count("hit"),
    misses: count("miss"),
    challengeFailed: count("challengeFailed"),
    proven: episode.length - unproven.length,
    deliveryPoints: new Set(unproven.flatMap((entry) => (entry.deliveryPoint === null ? [] : [entry.deliveryPoint])))
      .size,
    accessors: Math.max(1, new Set(unproven.flatMap((entry) => (entry.subject === null ? [] : [entry.subject]))).size),
    spanSeconds: Math.max(0, (times.at(-1) ?? 0) - (times[0] ?? 0)),
    medianGap: of.retailer === null ? null : medianGap(unproven),
    liveWidth: expectation.liveWidth ?? null,
    ordinaryMissShare: expectation.ordinaryMissShare ?? null,
    ordinaryPerDay: expectation.ordinaryPerDay ?? null,
    canaries: isMissBlock ? count("hit") : 0,
  }
}

/** Turns a chart's crossing into a finding; null where no threshold was reached. */
const findingOf = (
  of: Chart,
  result: ChartResult,
  looked: readonly Contact[],
  thresholds: Thresholds,
  expectation: Expectation,
  own?: OwnMeasure,
): Finding | null => {
  const crossing = result.alert ?? result.notice
  if (crossing === null) return null
  const first = looked[crossing.fromIndex]
  const crossed = looked[crossing.atIndex]
  if (first === undefined || crossed === undefined) return null
  const trusted = trustsPostalCodes(looked)
  const episode = looked.slice(crossing.fromIndex)
  const unproven = episode.filter((entry) => !isProven(entry, trusted))
  const severity = result.alert === null ? "notice" : "alert"
  const retailers = [...new Set(unproven.map((entry) => entry.retailer))].sort((a, b) => a - b)
  const whole = {
    threshold: severity === "alert" ? thresholds.alert : thresholds.notice,
    from: first.at,
    crossedAt: crossed.at,
    evidence: evidenceOf(of, episode, trusted, expectation),
  }
  const partOf = (retailer: number): FindingPart => {
    if (own === undefined) return { retailer, score: result.peak, ...whole }
    const ofRetailer = episode.filter((entry) => entry.retailer === retailer)
    const counted = ofRetailer.filter((entry) => !isProven(entry, trusted)).map((entry) => entry.at)
    const from = counted[0] ?? first.at
    const threshold = own.thresholds(retailer)[severity]
    return {
      retailer,
      score: threshold,
      threshold,
      from,
      crossedAt: counted.filter((at) => at <= crossed.at).at(-1) ?? from,
      evidence: evidenceOf(of, ofRetailer, trusted, { ...expectation, ...own.expectation?.(retailer) }),
    }
  }
  return {
    ...of,
    retailers,
    severity,
    score: result.score,
    peak: result.peak,
    ...whole,
    tags: unproven.map((entry) => entry.tag),
    parts: retailers.map(partOf),
  }
}

/** The finding of a chain is about its members alone: what lies between them has nothing to do with it. */
const chainFindingOf = (
  of: Chart,
  result: ChainResult,
  looked: readonly Contact[],
  thresholds: Thresholds,
  expectation: Expectation,
): Finding | null => {
  const place = (crossing: Crossing | null): Crossing | null =>
    crossing === null ? null : { fromIndex: 0, atIndex: result.members.indexOf(crossing.atIndex) }
  const members = result.members.flatMap((index) => looked[index] ?? [])
  const ofMembers = { ...result, notice: place(result.notice), alert: place(result.alert) }
  return findingOf(of, ofMembers, members, thresholds, expectation)
}

/** The thresholds that each retailer has for a chart. */
const thresholdsOfEach =
  (profileOf: EvaluationInput["profileOf"], chart: ChartName, standard: number) =>
  (retailer: number): Thresholds =>
    thresholdsFor(profileOf(retailer), chart, standard, 0)

/** Thresholds of a chart that runs over several retailers: the strictest of the retailers touched. */
const strictestThresholds = (entries: readonly Contact[], thresholds: OwnMeasure["thresholds"]): Thresholds =>
  [...new Set(entries.map((entry) => entry.retailer))]
    .map(thresholds)
    .reduce<Thresholds | null>(
      (strictest, own) => (strictest === null || own.alert < strictest.alert ? own : strictest),
      null,
    ) ?? thresholds(nobodys)

/** The number of no retailer. */
const nobodys = 0

/** Shape of the ordinary order in which numbers of this entry's age are looked up. */
const shapeOf = (profile: RetailerProfile, entry: Contact): number => {
  const { fresh, old } = profile.blockShape
  if (profile.sequenceHead === null) return Math.min(fresh, old)
  return isFresh(profile, entry) ? fresh : old
}

const largestWalkLlr = 4.61
const smallestWalk = 4

/** Entries per retailer that can count in a walk. */
const countByRetailer = (entries: readonly Contact[]): Map<number, number> => {
  const counts = new Map<number, number>()
  for (const { retailer, ordinal, proof } of entries) {
    if (ordinal !== null && proof !== "strong") counts.set(retailer, (counts.get(retailer) ?? 0) + 1)
  }
  return counts
}

const evaluateWalk = (
  entries: readonly Contact[],
  alert: number,
  profileOf: EvaluationInput["profileOf"],
  among: "few" | "crowd",
): (Finding | null)[] => {
  const findings: (Finding | null)[] = []
  if (entries.length < smallestWalk) return findings
  for (const [retailer, counted] of countByRetailer(entries)) {
    const profile = profileOf(retailer)
    if (profile === undefined) continue
    const registered = alert - alertThresholds.walk
    const allowances = among === "crowd" ? crowdAllowances : noAllowances
    const thresholds = thresholdsFor(profile, "walk", alertThresholds.walk, registered + allowances.order)
    // Registered readers follow many parcels as they come, neighbours among them: their allowance counts twice.
    const further = thresholdsFor(profile, "walk", alertThresholds.walk, 2 * registered + allowances.chain)
    if (counted * largestWalkLlr < Math.min(thresholds.notice, further.notice)) continue
    const width = liveWidth(profile)
    const parameters = {
      retailer,
      liveWidth: width,
      nearSequenceHead: (entry: Contact) => isNearSequenceHead(profile, entry) || isLate(profile, entry),
    }
    const looked = walkEntries(entries, retailer)
    const result = walk(entries, { ...parameters, thresholds })
    const expectation = { liveWidth: width }
    findings.push(findingOf({ chart: "walk", reading: "walk", retailer }, result, looked, thresholds, expectation))
    if (result.alert !== null) continue
    const steps = { width, contamination: ordinaryStepShare }
    const stepped =
      largestChainScore(looked, steps) < further.notice
        ? null
        : chain(countedEntries(entries, looked, parameters.nearSequenceHead), {
            ...steps,
            neighbourDensity: (entry) =>
              among === "few" ? 1 : neighbourDensity(shapeOf(profile, entry), blockWidth(profile)),
            ofDifferentAccessors: false,
            thresholds: further,
          })
    if (stepped !== null) {
      const of = { chart: "walk", reading: "chain", retailer } as const
      findings.push(chainFindingOf(of, stepped, looked, further, expectation))
    }
    const higher = { notice: thresholds.notice + clusterAllowance, alert: thresholds.alert + clusterAllowance }
    if (among === "crowd" || (stepped?.alert ?? null) !== null || largestClusterScore(counted) < higher.notice) continue
    const gathered = cluster(entries, { ...parameters, thresholds: higher })
    findings.push(findingOf({ chart: "walk", reading: "cluster", retailer }, gathered, looked, higher, expectation))
  }
  return findings
}

/** Share of one accessor's own numbers that follow each other, such as of presents ordered together. */
const ordinaryStepShare = 0.01

/** Behind a mobile address a mail-out makes many people look up numbers of one region one after the other, though hardly ever each the next. */
const crowdAllowances = { order: 14, chain: 8 }
const noAllowances = { order: 0, chain: 0 }
/** A cluster is looked for anew at each entry, so it needs more than a walk. */
const clusterAllowance = 4

const largestGuessLlr = 2.13

/** Rates at which an ordinary accessor and a guesser are shown parcels of destinations that are new to them. */
const burstRates = { ordinaryRate: 0.25 * perHour, attackRate: 6 * perHour }
const fewestGuesses = 3

const evaluateGuess = (
  entries: readonly Contact[],
  classFloor: number,
  profileOf: EvaluationInput["profileOf"],
  reaching: boolean,
): (Finding | null)[] => {
  let suspicious = 0
  for (const { outcome } of entries) if (outcome !== "hit") suspicious += 1
  if (suspicious < fewestGuesses) return []
  const ownThresholds = thresholdsOfEach(profileOf, "guess", alertThresholds.guess)
  const thresholds = strictestThresholds(entries, ownThresholds)
  if (!reaching && suspicious * largestGuessLlr < thresholds.notice) return []
  const missShare = (retailer: number) => profileOf(retailer)?.missShare ?? unknownMissShare
  const forgives = (entry: Contact) => {
    const profile = profileOf(entry.retailer)
    return profile !== undefined && isLate(profile, entry)
  }
  const parameters = { missShare, classFloor, forgives }
  const ordinaryMissShare = Math.max(classFloor, ...entries.map((entry) => missShare(entry.retailer)))
  const own: OwnMeasure = {
    thresholds: ownThresholds,
    expectation: (retailer) => ({ ordinaryMissShare: Math.max(classFloor, missShare(retailer)) }),
  }
  const read = (reading: string, result: ChartResult) =>
    findingOf({ chart: "guess", reading, retailer: null }, result, entries, thresholds, { ordinaryMissShare }, own)
  const found = read("guess", guess(entries, { ...parameters, thresholds }))
  if (!reaching || found?.severity === "alert") return [found]
  return [found, read("guessReach", guess(entries, { ...parameters, reach: burstRates, thresholds }))]
}

const evaluateFanOut = (
  entries: readonly Contact[],
  trimmed: boolean,
  readings: readonly FanOutReading[],
  profileOf: EvaluationInput["profileOf"],
  counts: (entry: Contact) => boolean,
): (Finding | null)[] => {
  let points = 0
  let references = 0
  for (const entry of entries) {
    if (entry.outcome !== "hit" || entry.proof === "strong" || !counts(entry)) continue
    if (entry.deliveryPoint === null) references += 1
    else points += 1
  }
  return readings.map(({ reading, by, ordinaryRate, attackRate, alert }) => {
    const most = (by === "point" ? points : references) * Math.log(attackRate / ordinaryRate)
    if (most < smallestOwnThreshold) return null
    const ownThresholds = thresholdsOfEach(profileOf, "fanOut", alert)
    const thresholds = strictestThresholds(entries, ownThresholds)
    if (most < thresholds.notice) return null
    const result = fanOut(entries, { by, ordinaryRate, attackRate, trimmed, counts, thresholds })
    const of = { chart: "fanOut", reading, retailer: null } as const
    const expectation = { ordinaryPerDay: ordinaryRate / perDay }
    return findingOf(of, result, entries, thresholds, expectation, { thresholds: ownThresholds })
  })
}

/** No threshold is expected below this; it only saves work. */
const smallestOwnThreshold = 4

const everyEntry = () => true
const newcomersOnly = (entry: Contact) => entry.newcomer

const evaluateAccessor = (input: EvaluationInput, policy: ClassPolicy): (Finding | null)[] => {
  const { entries, trimmed } = latestEntries(unexpiredEntries(input.entries), input.trimmed, policy.retention)
  const { key, profileOf } = input
  const subject = key.kind === "subject"
  const crowd = "networkKind" in key && key.networkKind === "mobile"
  const findings: (Finding | null)[] = []
  const nobody = subject && key.subjectKind === "anonymous"
  if (policy.walk !== null) {
    findings.push(...evaluateWalk(entries, policy.walk, profileOf, crowd && (nobody || !subject) ? "crowd" : "few"))
  }
  if (policy.guessFloor !== null) {
    const reaching = policy.fanOut && subject && !(nobody && crowd) && !trimmed
    findings.push(...evaluateGuess(entries, policy.guessFloor, profileOf, reaching))
  }
  if (policy.fanOut && subject && !(nobody && crowd)) {
    const readings = nobody ? fanOutReadings : identifiedReadings
    findings.push(...evaluateFanOut(entries, trimmed, readings, profileOf, everyEntry))
  }
  if (policy.fanOut && key.kind === "network") {
    const readings = newcomerReadings[crowd ? "mobile" : "other"]
    // Bursts of newcomers show within the 40 latest entries, so what was forgotten does not matter.
    findings.push(...evaluateFanOut(entries, false, readings, profileOf, newcomersOnly))
  }
  if (policy.scope && subject && key.subjectKind === "partner") {
    const own = { thresholds: thresholdsOfEach(profileOf, "scope", alertThresholds.scope) }
    const thresholds = strictestThresholds(entries, own.thresholds)
    const of = { chart: "scope", reading: "scope", retailer: null } as const
    findings.push(findingOf(of, scope(entries, { thresholds }), entries, thresholds, {}, own))
  }
  if (policy.insider && subject) {
    const own = { thresholds: thresholdsOfEach(profileOf, "insider", alertThresholds.insider) }
    const thresholds = strictestThresholds(entries, own.thresholds)
    const of = { chart: "insider", reading: "insider", retailer: null } as const
    findings.push(findingOf(of, insider(entries, { thresholds }), entries, thresholds, { ordinaryPerDay: 5 }, own))
  }
  return findings
}

const identifiedReadings = [...fanOutReadings, verySlowReading]

/** The pairs of a block that are not proven; a subject's postal codes stop counting as for its own profile. */
const unprovenPairs = (entries: readonly Contact[]): Contact[] => {
  const failures = new Map<number | null, number>()
  for (const { outcome, subject } of entries) {
    if (outcome === "challengeFailed") failures.set(subject, (failures.get(subject) ?? 0) + 1)
  }
  return entries.filter((entry) => !isProven(entry, (failures.get(entry.subject) ?? 0) < failedChallengeLimit))
}

/** Shipments in a block whose proof several accessors failed. */
const evaluateShipmentGuesses = (pairs: readonly Contact[], retailer: number, profile: RetailerProfile) => {
  const failed = pairs.filter(({ outcome }) => outcome === "challengeFailed")
  const thresholds = thresholdsFor(profile, "guess", alertThresholds.guess, 0)
  if (failed.length * largestGuessLlr < thresholds.notice) return []
  return [...new Set(failed.map(({ ordinal }) => ordinal))].map((ordinal) => {
    const looked = failed.filter((entry) => entry.ordinal === ordinal)
    const of = { chart: "guess", reading: "shipment", retailer } as const
    return findingOf(of, shipmentGuess(looked, { thresholds }), looked, thresholds, {})
  })
}

/** The most that one pair can add, to the order of a block or to a chain. */
const largestBlockLlr = 4.7

const evaluateBlock = (input: EvaluationInput, retailer: number, misses: boolean): (Finding | null)[] => {
  const profile = input.profileOf(retailer)
  if (profile === undefined) return []
  const { entries } = latestEntries(unexpiredEntries(input.entries), input.trimmed)
  const pairs = unprovenPairs(entries)
  const chart = misses ? "blockMisses" : "block"
  const thresholds = thresholdsFor(profile, chart, alertThresholds[chart], 0)
  if (!misses && (pairs.length - 1) * largestBlockLlr < thresholds.notice) return []
  const width = misses ? missBlockWidth(profile) : blockWidth(profile)
  if (misses) {
    const result = blockMisses(pairs, {
      width,
      shape: profile.blockShape.misses,
      isCanary: (entry) => entry.outcome === "hit",
      canaryLlr: canaryTouchLlr(canaryTypoRate(profile), profile.hasCheckDigit),
      thresholds,
    })
    return [findingOf({ chart, reading: chart, retailer }, result, pairs, thresholds, { liveWidth: width })]
  }
  const shape = (entry: Contact) => shapeOf(profile, entry)
  const expectation = { liveWidth: width }
  const steps = { width, contamination: 0 }
  const stepped =
    largestChainScore(pairs, steps) < thresholds.notice
      ? null
      : chain(chainPairs(pairs), {
          ...steps,
          neighbourDensity: (entry) => neighbourDensity(shape(entry), width),
          ofDifferentAccessors: true,
          thresholds,
        })
  const higher = { notice: thresholds.notice + orderAllowance, alert: thresholds.alert + orderAllowance }
  const ordered = block(pairs, { width, previous: comparedLookups, shape, thresholds: higher })
  return [
    stepped === null
      ? null
      : chainFindingOf({ chart, reading: "chain", retailer }, stepped, pairs, thresholds, expectation),
    findingOf({ chart, reading: "block", retailer }, ordered, pairs, higher, expectation),
    ...evaluateShipmentGuesses(pairs, retailer, profile),
  ]
}

/** What the order of all lookups of a block needs beyond a chain of them: mail-outs bring many people into the same region. */
const orderAllowance = 8

/** Pairs that may be part of a chain: those whose destination no earlier one has, because a mail room's parcels come in runs. */
const chainPairs = (pairs: readonly Contact[]) => {
  const points = new Set<number>()
  return pairs.flatMap((contact, index) => {
    const { deliveryPoint } = contact
    if (deliveryPoint === null) return [{ index, contact }]
    if (points.has(deliveryPoint)) return []
    points.add(deliveryPoint)
    return [{ index, contact }]
  })
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
      ? evaluateBlock(input, key.retailer, key.kind === "missBlock")
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

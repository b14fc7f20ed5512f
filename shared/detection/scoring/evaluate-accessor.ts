/** The verdict on the profile of one accessor or network. */

import { neighbourDensity } from "../charts/block.ts"
import { chain, largestChainScore } from "../charts/chain.ts"
import { cluster, largestClusterScore } from "../charts/cluster.ts"
import type { ChartResult } from "../charts/excursion.ts"
import { fanOut } from "../charts/fan-out.ts"
import { guess, largestGuessLlr } from "../charts/guess.ts"
import { insider } from "../charts/insider.ts"
import { scope } from "../charts/scope.ts"
import { addsToWalk, countedEntries, walk, walkEntries } from "../charts/walk.ts"
import { alertThresholds, type ClassPolicy } from "../class-policy.ts"
import { type Contact, latestEntries, unexpiredEntries } from "../profiles/access-profile.ts"
import {
  blockWidth,
  isLate,
  isNearSequenceHead,
  liveWidth,
  orderShape,
  thresholdsFor,
} from "../retailers/retailer-profile.ts"
import {
  chainFindingOf,
  type EvaluationInput,
  type Finding,
  findingOf,
  type OwnMeasure,
  strictestThresholds,
  thresholdsOfEach,
} from "./finding.ts"

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
const fanOutReadings: readonly FanOutReading[] = [
  { reading: "pointBurst", by: "point", ordinaryRate: 0.25 * perHour, attackRate: 6 * perHour, alert: 18 },
  { reading: "pointSlow", by: "point", ordinaryRate: 0.2 * perDay, attackRate: 2 * perDay, alert: 18 },
  { reading: "referenceBurst", by: "reference", ordinaryRate: 1.5 * perHour, attackRate: 12 * perHour, alert: 25 },
  { reading: "referenceSlow", by: "reference", ordinaryRate: 0.8 * perDay, attackRate: 4 * perDay, alert: 25 },
]

/** For subjects with an identity of their own, who reach few new destinations in a month. */
const verySlowReading: FanOutReading = {
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
const newcomerReadings: Readonly<Record<"mobile" | "other", readonly FanOutReading[]>> = {
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

const largestWalkLlr = 4.61

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
  newest: Contact | undefined,
): (Finding | null)[] => {
  const findings: (Finding | null)[] = []
  if (entries.length < 2) return findings
  for (const [retailer, counted] of countByRetailer(entries)) {
    if (newest !== undefined && newest.retailer !== retailer) continue
    const profile = profileOf(retailer)
    if (profile === undefined) continue
    const registered = alert - alertThresholds.walk
    const allowances = among === "crowd" ? crowdAllowances : noAllowances
    const thresholds = thresholdsFor(profile, "walk", alertThresholds.walk, registered + allowances.order)
    // Registered readers follow many parcels as they come, neighbours among them: their allowance counts twice.
    const further = thresholdsFor(profile, "walk", alertThresholds.walk, 2 * registered + allowances.chain)
    if (counted * largestWalkLlr < Math.min(thresholds.notice, further.notice)) continue
    const width = liveWidth(profile)
    if (newest !== undefined && !addsToWalk(entries, newest, width)) continue
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
              among === "few" ? 1 : neighbourDensity(orderShape(profile, entry), blockWidth(profile)),
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

/** Rates at which an ordinary accessor and a guesser are shown parcels of destinations that are new to them. */
const burstRates = { ordinaryRate: 0.25 * perHour, attackRate: 6 * perHour }
const fewestGuesses = 3

const evaluateGuess = (
  entries: readonly Contact[],
  classFloor: number,
  profileOf: EvaluationInput["profileOf"],
  reaching: boolean,
  newest: Contact | undefined,
): (Finding | null)[] => {
  if (newest?.outcome === "hit" && !reaching) return []
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
  newest: Contact | undefined,
): (Finding | null)[] => {
  const countsBy = newest === undefined ? null : countedBy(entries, newest, counts)
  if (countsBy === "neither") return []
  let points = 0
  let references = 0
  for (const entry of entries) {
    if (entry.outcome !== "hit" || entry.proof === "strong" || !counts(entry)) continue
    if (entry.deliveryPoint === null) references += 1
    else points += 1
  }
  return readings.map(({ reading, by, ordinaryRate, attackRate, alert }) => {
    if (countsBy !== null && by !== countsBy) return null
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

/** By what the newest entry can count in a fan-out: a hit without proof, to a destination not seen before or not known. */
const countedBy = (entries: readonly Contact[], newest: Contact, counts: (entry: Contact) => boolean) => {
  const { deliveryPoint, outcome, proof } = newest
  if (outcome !== "hit" || proof === "strong" || !counts(newest)) return "neither"
  if (deliveryPoint === null) return "reference"
  return entries.some((entry) => entry !== newest && entry.deliveryPoint === deliveryPoint) ? "neither" : "point"
}

/** No threshold is expected below this; it only saves work. */
const smallestOwnThreshold = 4

const everyEntry = () => true
const newcomersOnly = (entry: Contact) => entry.newcomer

export const evaluateAccessor = (input: EvaluationInput, policy: ClassPolicy): (Finding | null)[] => {
  const { entries, trimmed } = latestEntries(unexpiredEntries(input.entries), input.trimmed, policy.retention)
  const { key, profileOf } = input
  // A third wrong proof takes what was proven by postal codes before for unproven, so that anything may cross by it.
  const newest = input.newest?.outcome === "challengeFailed" ? undefined : input.newest
  const subject = key.kind === "subject"
  const crowd = "networkKind" in key && key.networkKind === "mobile"
  const findings: (Finding | null)[] = []
  const nobody = subject && key.subjectKind === "anonymous"
  if (policy.walk !== null) {
    findings.push(
      ...evaluateWalk(entries, policy.walk, profileOf, crowd && (nobody || !subject) ? "crowd" : "few", newest),
    )
  }
  if (policy.guessFloor !== null) {
    const reaching = policy.fanOut && subject && !(nobody && crowd) && !trimmed
    findings.push(...evaluateGuess(entries, policy.guessFloor, profileOf, reaching, newest))
  }
  if (policy.fanOut && subject && !(nobody && crowd)) {
    const readings = nobody ? fanOutReadings : identifiedReadings
    findings.push(...evaluateFanOut(entries, trimmed, readings, profileOf, everyEntry, newest))
  }
  if (policy.fanOut && key.kind === "network") {
    const readings = newcomerReadings[crowd ? "mobile" : "other"]
    // Bursts of newcomers show within the 40 latest entries, so what was forgotten does not matter.
    findings.push(...evaluateFanOut(entries, false, readings, profileOf, newcomersOnly, newest))
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

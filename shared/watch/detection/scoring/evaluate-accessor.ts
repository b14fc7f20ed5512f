import { codeGuess, largestCodeLlr, wrongCodeShares } from "../charts/code-guess.ts"
import type { ChartResult, Thresholds } from "../charts/excursion.ts"
import { failedChallengeLlr, guess } from "../charts/guess.ts"
import { insider } from "../charts/insider.ts"
import { quota } from "../charts/quota.ts"
import { scope } from "../charts/scope.ts"
import { alertThresholds, type ClassPolicy, retentionOf } from "../class-policy.ts"
import { type Contact, unexpiredEntries } from "../profiles/access-profile.ts"
import { isProven, trustsPostalCodes } from "../profiles/proof.ts"
import { scoredEntries } from "../profiles/retention.ts"
import { isLate, thresholdsFor } from "../retailers/retailer-profile.ts"
import {
  assumedMissShare,
  fewestGuesses,
  fewestProofsOfMany,
  fewestReturningOfMany,
  guessAlert,
  insiderPerDay,
  pointBurstPerHour,
  quotaAlert,
  scoredEntryLimit,
} from "../thresholds/thresholds.ts"
import {
  anonymousReadings,
  evaluateFanOut,
  everybodyReadings,
  type FanOutReading,
  identifiedReadings,
  newcomerReadings,
  prefixReadings,
  rushReadings,
  sharedReadings,
} from "./evaluate-fan-out.ts"
import { type Among, evaluateWalk } from "./evaluate-walk.ts"
import {
  type ChartInput,
  type EvaluationInput,
  type Finding,
  findingOf,
  type OwnMeasure,
  type ProfileKey,
  strictestThresholds,
  thresholdsOfEach,
} from "./finding.ts"

/** The guess chart over the profile of one accessor or network, or of a block of postal codes. */

const perHour = 1 / 3600
const [ordinaryPerHour, attackPerHour] = pointBurstPerHour

/** Rates at which an ordinary accessor and a guesser are shown parcels of destinations that are new to them. */
const burstRates = { ordinaryRate: ordinaryPerHour * perHour, attackRate: attackPerHour * perHour }

/**
 * @param of `classFloor`: least ordinary miss share of the class; `reaching`: whether hits can count for a guess too
 */
const evaluateGuess = (
  { entries, newest, profileOf }: ChartInput,
  of: { classFloor: number; reaching: boolean },
): (Finding | null)[] => {
  const { classFloor, reaching } = of
  if (newest?.outcome === "hit" && !reaching) return []
  let suspicious = 0
  for (const { outcome } of entries) if (outcome !== "hit") suspicious += 1
  if (suspicious < fewestGuesses) return []
  const ownThresholds = thresholdsOfEach(profileOf, "guess", guessAlert)
  const thresholds = strictestThresholds(entries, ownThresholds)
  if (!reaching && suspicious * failedChallengeLlr < thresholds.notice) return []

  const missShare = (retailer: number) => profileOf(retailer)?.missShare ?? assumedMissShare
  const trusted = trustsPostalCodes(entries)
  const forgives = (entry: Contact) => {
    const profile = profileOf(entry.retailer)
    return isProven(entry, trusted) || (profile !== undefined && isLate(profile, entry))
  }
  const parameters = { missShare, classFloor, forgives, thresholds }
  const expectation = {
    ordinaryMissShare: Math.max(classFloor, ...entries.map((entry) => missShare(entry.retailer))),
  }
  const ownExpectation = (retailer: number) => ({ ordinaryMissShare: Math.max(classFloor, missShare(retailer)) })
  const readAs = (reading: string, read: OwnMeasure["read"]) => {
    const own = { thresholds: ownThresholds, expectation: ownExpectation, read }
    const of = { chart: "guess", reading, series: null } as const
    return findingOf(of, read(entries), { looked: entries, thresholds, expectation, own })
  }
  const found = readAs("guess", (looked) => guess(looked, parameters))
  if (!reaching || found?.severity === "alert") return [found]
  return [found, readAs("guessReach", (looked) => guess(looked, { ...parameters, reach: burstRates }))]
}

/** Guesses of postal codes by many accessors, each for few shipments of one block. Null until the share is learned. */
export const evaluateCodes = (input: EvaluationInput, series: number): Finding | null => {
  const profile = input.profileOf(series)
  if (profile?.wrongCodeShare === undefined) return null
  const { entries } = scoredEntries(unexpiredEntries(input.entries), input.trimmed)
  const thresholds = thresholdsFor(profile, "guess", guessAlert, 0)
  const wrong = entries.filter(({ outcome, proof }) => outcome === "challengeFailed" && proof === "none")
  if (wrong.length * largestCodeLlr < thresholds.notice) return null
  const { wrongCodeShare } = profile
  const of = { chart: "guess", reading: "codes", series } as const
  const expectation = { ordinaryMissShare: wrongCodeShares(wrongCodeShare).p0 }
  return findingOf(of, codeGuess(entries, { wrongCodeShare, thresholds }), { looked: entries, thresholds, expectation })
}

/** Evaluates the profile of one accessor or network. */

/** At most one finding for each reading of each chart that the policy runs; null where a chart crossed no threshold. */
export const evaluateAccessor = (input: EvaluationInput, policy: ClassPolicy): (Finding | null)[] => {
  const { key, profileOf } = input
  const isSubject = key.kind === "subject"
  const retention = retentionOf(key, input.accessorClass)
  const { entries, trimmed } = scoredEntries(unexpiredEntries(input.entries), input.trimmed, retention)
  // A third failed challenge makes earlier postal codes unproven, so any chart may cross.
  const newest = input.newest?.outcome === "challengeFailed" ? undefined : input.newest
  const chartInput: ChartInput = { entries, trimmed, newest, profileOf }
  const isMobile = "networkKind" in key && key.networkKind === "mobile"
  const isAnonymous = isSubject && key.subjectKind === "anonymous"
  /** Many people are behind a mobile address, behind a subject that is nothing but one, and in some prefixes. */
  const isCrowd = key.kind === "prefix" || (isMobile && (isAnonymous || !isSubject))
  const findings: (Finding | null)[] = []
  const among = isCrowd ? "crowd" : amongOf(entries, { isSubject, isAnonymous })
  if (policy.walk !== null) findings.push(...evaluateWalk(chartInput, policy.walk, among))
  const fansOut = policy.fanOut && isSubject && !isCrowd
  if (policy.guessFloor !== null) {
    // A full profile may have dropped what lay between its hits, which would make them look faster.
    const reaching = fansOut && !trimmed && entries.length < scoredEntryLimit
    findings.push(...evaluateGuess(chartInput, { classFloor: policy.guessFloor, reaching }))
  }
  if (fansOut) {
    const readings = trimmed ? rushReadings : readingsOf(entries, isAnonymous)
    findings.push(...evaluateFanOut({ ...chartInput, trimmed: false }, readings))
  }
  // Bursts show within the 40 latest entries, so what was forgotten does not matter.
  if (policy.fanOut && !isSubject) findings.push(...readNetwork({ ...chartInput, trimmed: false }, key.kind, isMobile))
  if (policy.scope && isSubject && key.subjectKind === "partner") {
    findings.push(evaluateCredential(chartInput, "scope", scope))
  }
  if (policy.insider && isSubject) {
    findings.push(evaluateCredential(chartInput, "insider", insider, { ordinaryPerDay: insiderPerDay[0] }))
  }
  if (policy.quotaPerHour !== null && isSubject) {
    findings.push(evaluateQuota(chartInput, { registered: input.quotaPerHour, standard: policy.quotaPerHour }))
  }
  return findings
}

/** The fan-out readings of a subject whose profile has forgotten nothing. */
export const readingsOf = (entries: readonly Contact[], isAnonymous: boolean): readonly FanOutReading[] => {
  if (!isAnonymous) return identifiedReadings
  return isSharedName(entries) ? sharedReadings : anonymousReadings
}

/** Fan-out over many visitors of one network or prefix. */
const readNetwork = (latest: ChartInput, kind: ProfileKey["kind"], isMobile: boolean): (Finding | null)[] => {
  const people = isMobile ? "mobile" : "other"
  if (kind === "prefix") return evaluateFanOut(latest, prefixReadings[people])
  return [
    ...evaluateFanOut(latest, newcomerReadings[people], isNewcomer),
    ...evaluateFanOut(latest, everybodyReadings[people], remembersPlaces),
  ]
}

/** Who is behind a key that is no crowd's. */
const amongOf = (entries: readonly Contact[], of: { isSubject: boolean; isAnonymous: boolean }): Among => {
  if (!of.isSubject) return isSharedNetwork(entries) ? "shared" : "network"
  return of.isAnonymous && isSharedName(entries) ? "shared" : "one"
}

/** Whether an address and browser are many people's. */
const isSharedName = (entries: readonly Contact[]): boolean =>
  entries.filter(({ proof }) => proof === "strong").length >= fewestProofsOfMany

/** Whether a network is one that many share, such as a university's. */
const isSharedNetwork = (entries: readonly Contact[]): boolean =>
  entries.filter(({ history }) => history !== "none").length >= fewestReturningOfMany

const isNewcomer = ({ history }: Contact) => history === "none"
/** Not of a visitor who has forgotten places: that one may look up again what it knows. */
const remembersPlaces = ({ history }: Contact) => history !== "forgotten"

/** A chart over a credential of a party, with the thresholds of the retailers that it looked at. */
const evaluateCredential = (
  { entries, profileOf }: ChartInput,
  name: "scope" | "insider",
  chart: (entries: readonly Contact[], parameters: { thresholds: Thresholds }) => ChartResult,
  expectation: { ordinaryPerDay?: number } = {},
): Finding | null => {
  const each = thresholdsOfEach(profileOf, name, alertThresholds[name])
  const thresholds = strictestThresholds(entries, each)
  const read: OwnMeasure["read"] = (looked) => chart(looked, { thresholds })
  const own = { thresholds: each, read }
  const of = { chart: name, reading: name, series: null } as const
  return findingOf(of, read(entries), { looked: entries, thresholds, expectation, own })
}

/**
 * A quota that a party registered is a rule, and exceeding it an alert. The standard quota of a class is a guess, and
 * exceeding it a notice.
 */
const evaluateQuota = (
  { entries, profileOf }: ChartInput,
  { registered, standard }: { registered: number | undefined; standard: number },
): Finding | null => {
  const quotaPerHour = registered ?? standard
  const each = thresholdsOfEach(profileOf, "quota", quotaAlert)
  const strictest = strictestThresholds(entries, each)
  const alert = registered === undefined ? Number.POSITIVE_INFINITY : strictest.alert
  const notice = registered === undefined ? strictest.alert : strictest.notice
  const thresholds = { notice, alert }
  const of = { chart: "quota", reading: "quota", series: null } as const
  const expectation = { ordinaryPerDay: quotaPerHour * 24 }
  const read: OwnMeasure["read"] = (looked) => quota(looked, { quotaPerHour, thresholds })
  const own = { thresholds: each, read }
  return findingOf(of, read(entries), { looked: entries, thresholds, expectation, own, countsProven: true })
}

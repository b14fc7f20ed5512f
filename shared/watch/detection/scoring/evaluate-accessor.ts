import type { ChartResult, Thresholds } from "../charts/excursion.ts"
import { insider } from "../charts/insider.ts"
import { quota } from "../charts/quota.ts"
import { scope } from "../charts/scope.ts"
import { alertThresholds, type ClassPolicy, retentionOf } from "../class-policy.ts"
import { type Contact, unexpiredEntries } from "../profiles/access-profile.ts"
import { scoredEntries } from "../profiles/retention.ts"
import {
  fewestProofsOfMany,
  fewestReturningOfMany,
  insiderPerDay,
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
import { evaluateGuess } from "./evaluate-guess.ts"
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

/**
 * Evaluates the profile of one accessor or network.
 *
 * @returns at most one finding for each reading of each chart that the policy runs; null where a chart crossed no
 *   threshold
 */
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
    findings.push(evaluateQuota(input, policy.quotaPerHour))
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
  { entries: stored, profileOf, quotaPerHour: registered, quotaBucket: bucket }: EvaluationInput,
  standard: number,
): Finding | null => {
  const entries = unexpiredEntries(stored)
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
  const result = quota(entries, { quotaPerHour, bucket, thresholds })
  return findingOf(of, result, { looked: entries, thresholds, expectation, own, countsProven: true })
}

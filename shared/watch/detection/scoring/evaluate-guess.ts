import { codeGuess, largestCodeLlr, wrongCodeShares } from "../charts/code-guess.ts"
import { failedChallengeLlr, guess } from "../charts/guess.ts"
import { type Contact, unexpiredEntries } from "../profiles/access-profile.ts"
import { isProven, trustsPostalCodes } from "../profiles/proof.ts"
import { scoredEntries } from "../profiles/retention.ts"
import { isLate, thresholdsFor } from "../retailers/retailer-profile.ts"
import { assumedMissShare, fewestGuesses, guessAlert, pointBurstPerHour } from "../thresholds/thresholds.ts"
import {
  type ChartInput,
  type EvaluationInput,
  type Finding,
  findingOf,
  type OwnMeasure,
  strictestThresholds,
  thresholdsOfEach,
} from "./finding.ts"

const perHour = 1 / 3600
const [ordinaryPerHour, attackPerHour] = pointBurstPerHour

/** Rates at which an ordinary accessor and a guesser are shown parcels of destinations that are new to them. */
const burstRates = { ordinaryRate: ordinaryPerHour * perHour, attackRate: attackPerHour * perHour }

/**
 * The guess chart over the profile of one accessor or network.
 *
 * @param of `classFloor`: least ordinary miss share of the class; `reaching`: whether hits can count for a guess too
 */
export const evaluateGuess = (
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

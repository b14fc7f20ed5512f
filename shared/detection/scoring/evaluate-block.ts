/** The verdict on a block of a retailer's numbers: what many accessors do together. */

import { addsToBlock, block, neighbourDensity } from "../charts/block.ts"
import { blockMisses, canaryTouchLlr } from "../charts/block-misses.ts"
import { chain, largestChainScore } from "../charts/chain.ts"
import { largestGuessLlr } from "../charts/guess.ts"
import { shipmentGuess } from "../charts/shipment-guess.ts"
import { alertThresholds } from "../class-policy.ts"
import { type Contact, latestEntries, unexpiredEntries } from "../profiles/access-profile.ts"
import { isProven, voidsPostalCodes } from "../profiles/proof.ts"
import {
  blockWidth,
  comparedLookups,
  missBlockWidth,
  orderShape,
  type RetailerProfile,
  thresholdsFor,
} from "../retailers/retailer-profile.ts"
import { chainFindingOf, type EvaluationInput, type Finding, findingOf } from "./finding.ts"

/** The pairs of a block that are not proven; a subject's postal codes stop counting as for its own profile. */
const unprovenPairs = (entries: readonly Contact[]): Contact[] => {
  const failures = new Map<number | null, number>()
  for (const { outcome, subject } of entries) {
    if (outcome === "challengeFailed") failures.set(subject, (failures.get(subject) ?? 0) + 1)
  }
  if (failures.size === 0) return entries.filter((entry) => !isProven(entry, true))
  return entries.filter((entry) => !isProven(entry, !voidsPostalCodes(failures.get(entry.subject) ?? 0)))
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

export const evaluateBlock = (input: EvaluationInput, retailer: number, misses: boolean): (Finding | null)[] => {
  const profile = input.profileOf(retailer)
  if (profile === undefined) return []
  const { entries } = latestEntries(unexpiredEntries(input.entries), input.trimmed)
  const chart = misses ? "blockMisses" : "block"
  const thresholds = thresholdsFor(profile, chart, alertThresholds[chart], 0)
  const tooFew = ({ length }: readonly Contact[]) => !misses && (length - 1) * largestBlockLlr < thresholds.notice
  if (tooFew(entries)) return []
  const pairs = unprovenPairs(entries)
  if (tooFew(pairs)) return []
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
  const shape = (entry: Contact) => orderShape(profile, entry)
  const { newest } = input
  const unremarkable = newest !== undefined && newest.outcome !== "challengeFailed" && newest === pairs.at(-1)
  if (unremarkable && !addsToBlock(pairs, { width, previous: comparedLookups, shape })) return []
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

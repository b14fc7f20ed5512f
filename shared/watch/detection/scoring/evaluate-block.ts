/** Evaluates a block of a retailer's numbers: what many accessors do together. */

import { addsToBlock, block, firstOfDestinations, neighbourDensity } from "../charts/block.ts"
import { blockDensity, byWindow, densityLlr } from "../charts/block-density.ts"
import { blockMisses, canaryTouchLlr } from "../charts/block-misses.ts"
import { blockRemainders, firstOfAccessors, onGridLlr } from "../charts/block-remainders.ts"
import { blockSteps } from "../charts/block-steps.ts"
import { type ChainEntry, chain, largestChainLinkLlr, largestChainScore, mostChainLinks } from "../charts/chain.ts"
import type { Thresholds } from "../charts/excursion.ts"
import { failedChallengeLlr } from "../charts/guess.ts"
import { shipmentGuess } from "../charts/shipment-guess.ts"
import { alertThresholds } from "../class-policy.ts"
import { type Contact, unexpiredEntries } from "../profiles/access-profile.ts"
import { isProven, voidsPostalCodes } from "../profiles/proof.ts"
import { scoredEntries } from "../profiles/retention.ts"
import {
  blockWidth,
  missBlockWidth,
  orderShape,
  paceAt,
  type RetailerProfile,
  strides,
  thresholdsFor,
} from "../retailers/retailer-profile.ts"
import {
  blockOrderAllowance,
  blockSize,
  canaryTypoShare,
  closestGridSpacing,
  comparedLookups,
  densityWindowNumbers,
  gridAllowance,
  guessAlert,
  mostPairLlr,
  strideAllowance,
  widestStride,
} from "../thresholds/thresholds.ts"
import { chainFindingOf, type EvaluationInput, type Finding, findingOf } from "./finding.ts"

/** The pairs of a block without proof. A subject's postal codes stop counting as in its own profile. */
const unprovenPairs = (entries: readonly Contact[]): Contact[] => {
  const failures = new Map<number | null, number>()
  for (const { outcome, subject } of entries) {
    if (outcome === "challengeFailed") failures.set(subject, (failures.get(subject) ?? 0) + 1)
  }
  if (failures.size === 0) return entries.filter((entry) => !isProven(entry, true))
  return entries.filter((entry) => !isProven(entry, !voidsPostalCodes(failures.get(entry.subject) ?? 0)))
}

/** What is evaluated of a block of numbers. */
type BlockInput = {
  readonly pairs: readonly Contact[]
  /** The first pair for each destination. */
  readonly firsts: readonly Contact[]
  readonly series: number
  readonly profile: RetailerProfile
  readonly thresholds: Thresholds
  readonly width: number
}

/** Shipments in a block whose challenge several accessors failed. */
const evaluateShipmentGuesses = ({ pairs, series, profile }: BlockInput) => {
  const failed = pairs.filter(({ outcome }) => outcome === "challengeFailed")
  const thresholds = thresholdsFor(profile, "guess", guessAlert, 0)
  if (failed.length * failedChallengeLlr < thresholds.notice) return []
  return [...new Set(failed.map(({ ordinal }) => ordinal))].map((ordinal) => {
    const looked = failed.filter((entry) => entry.ordinal === ordinal)
    const of = { chart: "guess", reading: "shipment", series } as const
    return findingOf(of, shipmentGuess(looked, { thresholds }), { looked, thresholds, expectation: {} })
  })
}

const evaluateMisses = ({ pairs, series, profile, thresholds, width }: BlockInput): Finding | null => {
  const result = blockMisses(pairs, {
    width,
    shape: profile.blockShape.misses,
    isCanary: (entry) => entry.outcome === "hit",
    canaryLlr: canaryTouchLlr(canaryTypoRate(profile), profile.hasCheckDigit),
    thresholds,
  })
  const of = { chart: "blockMisses", reading: "blockMisses", series } as const
  return findingOf(of, result, { looked: pairs, thresholds, expectation: { liveWidth: width } })
}

const evaluateChain = (found: BlockInput): Finding | null => {
  const { pairs, series, profile, thresholds, width } = found
  const steps = { width, contamination: 0 }
  if (largestChainScore(pairs, steps) < thresholds.notice) return null
  const stepped = chain(chainPairs(found), {
    ...steps,
    neighbourDensity: (entry) => neighbourDensity(orderShape(profile, entry), width),
    ofDifferentAccessors: true,
    thresholds,
  })
  const of = { chart: "block", reading: "chain", series } as const
  return chainFindingOf(of, stepped, { looked: pairs, thresholds, expectation: { liveWidth: width } })
}

/**
 * Chains of every second number, every third and so on. The numbers that can be part of one leave the same remainder.
 *
 * @param newest only chains that can hold this entry are looked for, if it is given
 */
const evaluateStrides = (found: BlockInput, newest: Contact | undefined): (Finding | null)[] => {
  const { pairs, series, profile, width } = found
  const { blockCrowding } = profile
  if (blockCrowding === undefined) return []
  const thresholds = raised(found.thresholds, strideAllowance)
  const counted = chainPairs(found)
  const contacts = counted.map(({ contact }) => contact)
  const ordinals = contacts.map(({ ordinal }) => ordinal ?? 0).sort((a, b) => a - b)
  const fewestLinks = thresholds.notice / largestChainLinkLlr(width, 0)
  const holding = newest?.ordinal ?? undefined
  const of = { chart: "block", reading: "stride", series } as const
  return commonRemainders(contacts, newest, { among: strides, fewest: () => fewestLinks + 1 })
    .filter(({ stride, remainder }) => mostChainLinks(ordinals, { stride, remainder, holding }) >= fewestLinks)
    .map(({ stride, remainder }) => {
      const group = counted.filter(({ contact }) => (contact.ordinal ?? 0) % stride === remainder)
      const crowding = blockCrowding.strides[stride - 2] ?? 1
      const stepped = chain(group, {
        width,
        contamination: 0,
        stride,
        neighbourDensity: (entry) => neighbourDensity(orderShape(profile, entry), width) * crowding,
        ofDifferentAccessors: true,
        thresholds,
      })
      return chainFindingOf(of, stepped, { looked: pairs, thresholds, expectation: { liveWidth: width } })
    })
}

const evaluateSteps = ({ firsts: looked, series, thresholds, width }: BlockInput): Finding | null => {
  const stepped = blockSteps(looked, { width, thresholds })
  const of = { chart: "block", reading: "steps", series } as const
  return findingOf(of, stepped, { looked, thresholds, expectation: { liveWidth: width } })
}

/** @param newest only windows that hold this entry are looked at, if it is given */
const evaluateDensity = (found: BlockInput, newest: Contact | undefined): (Finding | null)[] => {
  const { firsts, series, profile, thresholds, width } = found
  const { blockCrowding } = profile
  if (blockCrowding === undefined) return []
  const of = { chart: "block", reading: "density", series } as const
  const windows = byWindow(newest === undefined ? firsts : nearTo(newest, firsts))
  return [...windows.values()].map((looked) => {
    if (looked.length * densityLlr < thresholds.notice) return null
    if (newest !== undefined && looked.at(-1) !== newest) return null
    const dense = blockDensity(looked, { pace: (entry) => paceAt(blockCrowding, profile, entry), thresholds })
    return findingOf(of, dense, { looked, thresholds, expectation: { liveWidth: width } })
  })
}

/** The entries that a window can share with one. */
const nearTo = ({ ordinal: near }: Contact, entries: readonly Contact[]): Contact[] =>
  entries.filter(({ ordinal }) => Math.abs((ordinal ?? 0) - (near ?? 0)) < densityWindowNumbers)

/** The strides that lead from a number to another one, by how far they are apart. */
const stridesOver = (apart: number): readonly number[] => strides.filter((stride) => apart % stride === 0)
const stridesInBlock = Array.from({ length: blockSize }, (_, apart) => stridesOver(apart))

type SharedRemainder = { readonly stride: number; readonly remainder: number }

/** The remainders that at least `fewest` entries leave; of `newest` alone, if it is given. */
const commonRemainders = (
  entries: readonly Contact[],
  newest: Contact | undefined,
  given: { readonly among: readonly number[]; readonly fewest: (stride: number) => number },
): SharedRemainder[] =>
  newest === undefined
    ? given.among.flatMap((stride) => remaindersOfAny(entries, stride, given.fewest(stride)))
    : remaindersOf(newest, entries, given)

const remaindersOfAny = (entries: readonly Contact[], stride: number, fewest: number): SharedRemainder[] => {
  const counts = new Map<number, number>()
  for (const { ordinal } of entries) {
    const remainder = (ordinal ?? 0) % stride
    counts.set(remainder, (counts.get(remainder) ?? 0) + 1)
  }
  return [...counts].filter(([, count]) => count >= fewest).map(([remainder]) => ({ stride, remainder }))
}

const remaindersOf = (
  { ordinal }: Contact,
  entries: readonly Contact[],
  { among, fewest }: { readonly among: readonly number[]; readonly fewest: (stride: number) => number },
): SharedRemainder[] => {
  const own = ordinal ?? 0
  const counts = new Array<number>(widestStride + 1).fill(0)
  for (const entry of entries) {
    const apart = Math.abs((entry.ordinal ?? 0) - own)
    for (const stride of stridesInBlock[apart] ?? stridesOver(apart)) counts[stride] = (counts[stride] ?? 0) + 1
  }
  return among
    .filter((stride) => (counts[stride] ?? 0) >= fewest(stride))
    .map((stride) => ({ stride, remainder: own % stride }))
}

/**
 * Grids of numbers: every 8th to every 32nd, in any order.
 *
 * @param newest only the grids that hold this entry are looked at, if it is given
 */
const evaluateRemainders = (found: BlockInput, newest: Contact | undefined): (Finding | null)[] => {
  const { firsts, series, profile, width } = found
  const { blockCrowding } = profile
  if (blockCrowding === undefined) return []
  const thresholds = raised(found.thresholds, gridAllowance)
  const of = { chart: "block", reading: "remainders", series } as const
  const looked = firstOfAccessors(firsts)
  const crowdingOf = (spacing: number) => blockCrowding.strides[spacing - 2] ?? 1
  const fewest = (spacing: number) => thresholds.notice / onGridLlr(spacing, crowdingOf(spacing))
  return commonRemainders(looked, newest, { among: gridSpacings, fewest }).map(({ stride: spacing, remainder }) => {
    const result = blockRemainders(looked, { spacing, remainder, crowding: crowdingOf(spacing), thresholds })
    return findingOf(of, result, { looked, thresholds, expectation: { liveWidth: width } })
  })
}

const evaluateOrder = ({ pairs, series, profile, thresholds, width }: BlockInput): Finding | null => {
  const higher = raised(thresholds, blockOrderAllowance)
  const shape = (entry: Contact) => orderShape(profile, entry)
  const ordered = block(pairs, { width, previous: comparedLookups, shape, thresholds: higher })
  const of = { chart: "block", reading: "block", series } as const
  return findingOf(of, ordered, { looked: pairs, thresholds: higher, expectation: { liveWidth: width } })
}

/** @param of `misses`: whether the block is one of misses and canary touches */
export const evaluateBlock = (input: EvaluationInput, of: { series: number; misses: boolean }): (Finding | null)[] => {
  const { series, misses } = of
  const profile = input.profileOf(series)
  if (profile === undefined) return []
  const { entries } = scoredEntries(unexpiredEntries(input.entries), input.trimmed)
  const chart = misses ? "blockMisses" : "block"
  const thresholds = thresholdsFor(profile, chart, alertThresholds[chart], 0)
  const tooFew = ({ length }: readonly Contact[]) => !misses && (length - 1) * mostPairLlr < thresholds.notice
  if (tooFew(entries)) return []
  const pairs = unprovenPairs(entries)
  if (tooFew(pairs)) return []
  const width = misses ? missBlockWidth(profile) : blockWidth(profile)
  const found: BlockInput = { pairs, firsts: firstOfDestinations(pairs), series, profile, thresholds, width }
  if (misses) return [evaluateMisses(found)]
  const { newest } = input
  const last =
    newest !== undefined && newest.outcome !== "challengeFailed" && newest === pairs.at(-1) ? newest : undefined
  const shape = (entry: Contact) => orderShape(profile, entry)
  const isOrdinary = last !== undefined && !addsToBlock(pairs, { width, previous: comparedLookups, shape })
  const ordered = isOrdinary ? [] : [evaluateChain(found), evaluateOrder(found), ...evaluateShipmentGuesses(found)]
  return [
    ...ordered,
    evaluateSteps(found),
    ...evaluateDensity(found, last),
    ...evaluateStrides(found, last),
    ...evaluateRemainders(found, last),
  ]
}

const raised = ({ notice, alert }: Thresholds, by: number): Thresholds => ({ notice: notice + by, alert: alert + by })

/** How far apart the numbers of the grids lie that are looked for. */
const gridSpacings = strides.filter((stride) => stride >= closestGridSpacing)

/** Pairs that can be part of a chain, each with its place among them. */
const chainPairs = ({ pairs, firsts }: BlockInput): ChainEntry[] => {
  const entries: ChainEntry[] = []
  for (const [index, contact] of pairs.entries()) {
    if (contact === firsts[entries.length]) entries.push({ index, contact, place: entries.length })
  }
  return entries
}

/** Share of misses that reach a canary by a typing error. */
const canaryTypoRate = ({ hasCheckDigit }: RetailerProfile): number =>
  hasCheckDigit ? canaryTypoShare.withCheckDigit : canaryTypoShare.withoutCheckDigit

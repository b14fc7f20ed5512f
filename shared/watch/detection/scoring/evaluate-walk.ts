/** The walk chart and its two further readings, chain and cluster, over the profile of one accessor or network. */

import { neighbourDensity } from "../charts/block.ts"
import { type ChainResult, chain, largestChainScore } from "../charts/chain.ts"
import { cluster, largestClusterScore } from "../charts/cluster.ts"
import type { Thresholds } from "../charts/excursion.ts"
import { addsToWalk, countedEntries, largestWalkLlr, type WalkParameters, walk, walkEntries } from "../charts/walk.ts"
import type { Contact } from "../profiles/access-profile.ts"
import { isSamePlace } from "../profiles/place.ts"
import {
  blockWidth,
  isLate,
  isNearSequenceHead,
  liveWidth,
  orderShape,
  type RetailerProfile,
  thresholdsFor,
} from "../retailers/retailer-profile.ts"
import {
  chainAllowanceOfCrowd,
  chainAllowanceTimesOfReader,
  clusterAllowance,
  ordinaryStepShare,
  walkAlert,
  walkAllowanceOfCrowd,
  walkAllowanceOfShared,
} from "../thresholds/thresholds.ts"
import { type ChartInput, chainFindingOf, type Finding, findingOf, type OwnMeasure } from "./finding.ts"

/** Who is behind a key: one accessor, a network, many people who come again, or the crowd of a mobile network. */
export type Among = "one" | "network" | "shared" | "crowd"

/**
 * What is added to the thresholds of walks and chains. Behind one address, a mail-out makes many people look up numbers
 * of one region in a row, but seldom each the next.
 */
const allowancesAmong: Readonly<Record<Among, { readonly order: number; readonly chain: number }>> = {
  one: { order: 0, chain: 0 },
  network: { order: 0, chain: 0 },
  shared: { order: walkAllowanceOfShared, chain: 0 },
  crowd: { order: walkAllowanceOfCrowd, chain: chainAllowanceOfCrowd },
}

/** The numbers of one series in a profile, and the thresholds for a walk along them. */
type SeriesWalk = {
  readonly input: ChartInput
  readonly among: Among
  readonly profile: RetailerProfile
  readonly looked: readonly Contact[]
  readonly parameters: WalkParameters
  readonly thresholds: Thresholds
  /** Of chains. */
  readonly further: Thresholds
}

/** @param alert threshold of the class of accessor */
export const evaluateWalk = (input: ChartInput, alert: number, among: Among): (Finding | null)[] => {
  const { entries, newest } = input
  if (entries.length < 2) return []
  const findings: (Finding | null)[] = []
  for (const [series, counted] of countBySeries(entries)) {
    if (newest !== undefined && newest.series !== series) continue
    const walked = seriesWalk(input, series, { alert, among, counted })
    if (walked !== null) findings.push(...readings(walked, counted))
  }
  return findings
}

/** Entries per series that can count in a walk. */
const countBySeries = (entries: readonly Contact[]): Map<number, number> => {
  const counts = new Map<number, number>()
  for (const { series, ordinal, proof } of entries) {
    if (ordinal !== null && proof !== "strong") counts.set(series, (counts.get(series) ?? 0) + 1)
  }
  return counts
}

/** Null where no threshold can be reached. */
const seriesWalk = (
  input: ChartInput,
  series: number,
  of: { alert: number; among: Among; counted: number },
): SeriesWalk | null => {
  const { entries, newest } = input
  const { alert, among, counted } = of
  const profile = input.profileOf(series)
  if (profile === undefined) return null
  const registered = alert - walkAlert
  const allowances = allowancesAmong[among]
  const thresholds = thresholdsFor(profile, "walk", walkAlert, registered + allowances.order)
  const ofChain = chainAllowanceTimesOfReader * registered + allowances.chain
  const further = thresholdsFor(profile, "walk", walkAlert, ofChain)
  if (counted * largestWalkLlr < Math.min(thresholds.notice, further.notice)) return null
  const width = liveWidth(profile)
  const mayForgive = profile.sequenceHead === null
  const isForgiven = mayForgive && goToOnePlace(entries, series)
  // Misses that were forgiven count again once a second place is shown.
  const adds = newest === undefined || addsToWalk(entries, newest, width)
  if (!adds && !(mayForgive && newest.outcome === "hit")) return null
  const forgives = (entry: Contact) => isForgiven || isNearSequenceHead(profile, entry) || isLate(profile, entry)
  const parameters = { series, liveWidth: width, forgives }
  const looked = walkEntries(entries, series)
  return { input, among, profile, looked, parameters, thresholds, further }
}

/**
 * Whether who is behind a key was shown parcels of one place alone, such as a mail room, and one of this series at
 * least. Then its misses are taken for parcels of that place that are not known yet. Where the head of the numbers is
 * known, it tells such misses better.
 */
const goToOnePlace = (entries: readonly Contact[], series: number): boolean => {
  const hits = entries.filter(({ outcome }) => outcome === "hit")
  const first = hits.find((hit) => hit.series === series)
  return first !== undefined && hits.every((hit) => isSamePlace(first, hit))
}

/** The walk; without an alert also chains; without one of them also clusters. */
const readings = (walked: SeriesWalk, counted: number): (Finding | null)[] => {
  const { input, among, looked, parameters, thresholds, further } = walked
  const { series, liveWidth: width } = parameters
  const expectation = { liveWidth: width }
  // Along a carrier's numbers lie parcels of several retailers, and each may see its own alone.
  const isShared = looked.some(({ retailer }) => retailer !== series)
  const reading = (of: Thresholds, read: OwnMeasure["read"]) => ({
    looked,
    thresholds: of,
    expectation,
    ...(isShared ? { own: { thresholds: () => of, read } } : {}),
  })
  const readWalk: OwnMeasure["read"] = (entries) => walk(entries, { ...parameters, thresholds })
  const ordered = readWalk(input.entries)
  const of = { chart: "walk", reading: "walk", series } as const
  const findings = [findingOf(of, ordered, reading(thresholds, readWalk))]
  if (ordered.alert !== null) return findings
  const stepped = chainOf(walked)
  if (stepped !== null) {
    const readChain: OwnMeasure["read"] = (entries) => chainAmong(walked, entries, entries)
    findings.push(chainFindingOf({ ...of, reading: "chain" }, stepped, reading(further, readChain)))
  }
  const higher = { notice: thresholds.notice + clusterAllowance, alert: thresholds.alert + clusterAllowance }
  const hasChain = stepped !== null && stepped.alert !== null
  // Behind a busy address, numbers of many people gather by chance.
  if (among !== "one" || hasChain || largestClusterScore(counted) < higher.notice) return findings
  const readCluster: OwnMeasure["read"] = (entries) => cluster(entries, { ...parameters, thresholds: higher })
  findings.push(findingOf({ ...of, reading: "cluster" }, readCluster(input.entries), reading(higher, readCluster)))
  return findings
}

/** The chains among the numbers; null where none can reach its threshold. */
const chainOf = (walked: SeriesWalk): ChainResult | null => {
  const { input, looked, parameters, further } = walked
  const steps = { width: parameters.liveWidth, contamination: ordinaryStepShare }
  return largestChainScore(looked, steps) < further.notice ? null : chainAmong(walked, input.entries, looked)
}

const chainAmong = (
  { among, profile, parameters, further }: SeriesWalk,
  entries: readonly Contact[],
  looked: readonly Contact[],
): ChainResult =>
  chain(countedEntries(entries, looked, parameters.forgives), {
    width: parameters.liveWidth,
    contamination: ordinaryStepShare,
    neighbourDensity: (entry) =>
      among !== "crowd" ? 1 : neighbourDensity(orderShape(profile, entry), blockWidth(profile)),
    ofDifferentAccessors: false,
    thresholds: further,
  })

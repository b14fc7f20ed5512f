/**
 * Turns the crossing of a chart into a finding with its evidence, for the key as a whole and for each retailer it
 * touches.
 */
import type { AccessorClass, ProfileChart } from "../../../base/contracts/words.ts"
import type { FindingEvidence } from "../anomalies/published-finding.ts"
import type { ChainResult } from "../charts/chain.ts"
import type { ChartResult, Crossing, Thresholds } from "../charts/excursion.ts"
import type { Contact } from "../profiles/access-profile.ts"
import { makePlaces } from "../profiles/place.ts"
import { isProven, trustsPostalCodes } from "../profiles/proof.ts"
import { noRetailer } from "../retailers/retailer-knowledge.ts"
import { type RetailerProfile, thresholdsFor } from "../retailers/retailer-profile.ts"

/** Whose profile is evaluated. */
export type ProfileKey =
  | {
      readonly kind: "subject"
      readonly subjectKind: "account" | "cookie" | "anonymous" | "partner" | "staff"
      readonly networkKind: "mobile" | "fixed" | "hosting" | "unknown"
    }
  | { readonly kind: "network"; readonly networkKind: "mobile" | "fixed" | "hosting" | "unknown" }
  | { readonly kind: "prefix"; readonly networkKind: "mobile" | "fixed" | "hosting" | "unknown" }
  | { readonly kind: "block" | "missBlock" | "codeBlock"; readonly series: number }

/** The part of a finding that one retailer may see: its own numbers, and that its threshold was reached. */
export type FindingPart = {
  readonly retailer: number
  readonly score: number
  readonly threshold: number
  /** Epoch seconds of its first entry that counts, and of its last one up to the crossing. */
  readonly from: number
  readonly crossedAt: number
  readonly evidence: FindingEvidence
  /** The score over this retailer's own entries alone. It can stay below the threshold. */
  readonly rise: Rise
}

/** How a score rose: epoch seconds of each entry that moved it, up to the one that crossed, and the sum after it. */
export type Rise = readonly { readonly at: number; readonly score: number }[]

export type Finding = {
  readonly chart: ProfileChart
  /** Which reading of the chart: a rate pair of fan-out, or the chart itself. */
  readonly reading: string
  /** The retailer or carrier whose numbers were walked; null where the chart runs over all numbers. */
  readonly series: number | null
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
  /** From the entry at which the excursion that crossed left zero. */
  readonly rise: Rise
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
  readonly accessorClass: AccessorClass
  /** The quota of this credential, different references an hour, if a party registered one. */
  readonly quotaPerHour?: number | undefined
  readonly profileOf: (retailer: number) => RetailerProfile | undefined
  /**
   * The new entry, if it is the last one in scoring order and every entry before it has been evaluated. Then only what
   * it can bring over a threshold is looked for. Without it everything is.
   */
  readonly newest?: Contact
}

/** What the charts of one accessor or network are read from: the entries that are scored. */
export type ChartInput = Pick<EvaluationInput, "entries" | "trimmed" | "profileOf"> & {
  readonly newest: Contact | undefined
}

export type Chart = { readonly chart: ProfileChart; readonly reading: string; readonly series: number | null }

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

/** For a chart over several retailers: the threshold of each, and what ordinary use shows there. */
export type OwnMeasure = {
  readonly thresholds: (retailer: number) => Thresholds
  readonly expectation?: (retailer: number) => Expectation
  /** Reads the chart over one retailer's entries alone; indices in the result count these. */
  readonly read: (entries: readonly Contact[]) => ChartResult
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
    deliveryPoints: makePlaces(unproven).count,
    accessors: Math.max(1, new Set(unproven.flatMap((entry) => (entry.subject === null ? [] : [entry.subject]))).size),
    spanSeconds: Math.max(0, (times.at(-1) ?? 0) - (times[0] ?? 0)),
    medianGap: of.series === null ? null : medianGap(unproven),
    liveWidth: expectation.liveWidth ?? null,
    ordinaryMissShare: expectation.ordinaryMissShare ?? null,
    ordinaryPerDay: expectation.ordinaryPerDay ?? null,
    canaries: isMissBlock ? count("hit") : 0,
  }
}

/** What a chart was read over. */
export type Reading = {
  /** The entries that the indices of the result count. */
  readonly looked: readonly Contact[]
  readonly thresholds: Thresholds
  readonly expectation: Expectation
  /** Only for a chart that runs over several retailers. */
  readonly own?: OwnMeasure
  /** Whether proven entries count too. */
  readonly countsProven?: boolean
}

/** Turns a chart's crossing into a finding; null where no threshold was reached. */
export const findingOf = (of: Chart, result: ChartResult, reading: Reading): Finding | null => {
  const { looked, thresholds, expectation } = reading
  const crossing = result.alert ?? result.notice
  const first = looked[crossing?.fromIndex ?? -1]
  const crossed = looked[crossing?.atIndex ?? -1]
  if (crossing === null || first === undefined || crossed === undefined) return null
  const trusted = trustsPostalCodes(looked)
  const episode = looked.slice(crossing.fromIndex)
  const counted = reading.countsProven === true ? episode : episode.filter((entry) => !isProven(entry, trusted))
  const severity = result.alert === null ? "notice" : "alert"
  const retailers = [...new Set(counted.map((entry) => entry.retailer))].sort((a, b) => a - b)
  const whole = {
    threshold: thresholds[severity],
    from: first.at,
    crossedAt: crossed.at,
    evidence: evidenceOf(of, episode, trusted, expectation),
    rise: riseOf(looked, result, crossing),
  }
  const { own } = reading
  // Where the numbers are of several retailers, the times of single lookups are also the others'.
  const common = { score: result.peak, ...whole, rise: retailers.length === 1 ? whole.rise : [] }
  const parts =
    own === undefined
      ? retailers.map((retailer) => ({ retailer, ...common }))
      : retailers.map((retailer) =>
          partOf(retailer, { of, own, expectation, severity, episode, trusted, from: first.at, until: crossed.at }),
        )
  return {
    ...of,
    retailers,
    severity,
    score: result.score,
    peak: result.peak,
    ...whole,
    tags: counted.map((entry) => entry.tag),
    parts,
  }
}

const riseOf = (looked: readonly Contact[], { path }: ChartResult, until?: Crossing): Rise =>
  path().flatMap(({ index, score }) => {
    const entry = looked[index]
    const isOutside = until !== undefined && (index < until.fromIndex || index > until.atIndex)
    return entry === undefined || isOutside ? [] : [{ at: entry.at, score }]
  })

/**
 * One retailer's part of a finding over several. Its score is not the sum, which the others' numbers are in, but the
 * threshold.
 */
const partOf = (
  retailer: number,
  finding: {
    of: Chart
    own: OwnMeasure
    expectation: Expectation
    severity: "notice" | "alert"
    episode: readonly Contact[]
    trusted: boolean
    from: number
    until: number
  },
): FindingPart => {
  const { of, own, severity, trusted } = finding
  const ofRetailer = finding.episode.filter((entry) => entry.retailer === retailer)
  const counted = ofRetailer.filter((entry) => !isProven(entry, trusted)).map((entry) => entry.at)
  const from = counted[0] ?? finding.from
  const threshold = own.thresholds(retailer)[severity]
  return {
    retailer,
    score: threshold,
    threshold,
    from,
    crossedAt: counted.filter((at) => at <= finding.until).at(-1) ?? from,
    evidence: evidenceOf(of, ofRetailer, trusted, { ...finding.expectation, ...own.expectation?.(retailer) }),
    rise: ownRise(ofRetailer, finding.until, own),
  }
}

/** Read anew over the retailer's own entries up to the crossing: nothing in it comes from the others' numbers. */
const ownRise = (ofRetailer: readonly Contact[], until: number, { read }: OwnMeasure): Rise => {
  const looked = ofRetailer.filter(({ at }) => at <= until)
  return riseOf(looked, read(looked))
}

/** The finding of a chain. It is about the members of the chain alone, not about what lies between them. */
export const chainFindingOf = (of: Chart, result: ChainResult, reading: Reading): Finding | null => {
  const place = (crossing: Crossing | null): Crossing | null =>
    crossing === null ? null : { fromIndex: 0, atIndex: result.members.indexOf(crossing.atIndex) }
  const members = result.members.flatMap((index) => reading.looked[index] ?? [])
  const path = () => result.path().map(({ index, score }) => ({ index: result.members.indexOf(index), score }))
  const ofMembers = { ...result, notice: place(result.notice), alert: place(result.alert), path }
  return findingOf(of, ofMembers, { ...reading, looked: members })
}

/** The thresholds that each retailer has for a chart. */
export const thresholdsOfEach =
  (profileOf: EvaluationInput["profileOf"], chart: ProfileChart, standard: number) =>
  (retailer: number): Thresholds =>
    thresholdsFor(profileOf(retailer), chart, standard, 0)

/** Thresholds of a chart that runs over several retailers: the strictest of the retailers touched. */
export const strictestThresholds = (entries: readonly Contact[], thresholds: OwnMeasure["thresholds"]): Thresholds =>
  [...new Set(entries.map((entry) => entry.retailer))]
    .map(thresholds)
    .reduce<Thresholds | null>(
      (strictest, own) => (strictest === null || own.alert < strictest.alert ? own : strictest),
      null,
    ) ?? thresholds(noRetailer)

/** One walker of a log: who, when, how many records, and what it looked up. */
import type { Access, Fingerprint } from "../../../../shared/watch/detection/access.ts"
import { makeMemoryDetector } from "../../../../shared/watch/detection/memory-detector.ts"
import { blockOf, missBlockOf } from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import { explain, publishWholeFinding } from "../../../../shared/watch/detection/scoring/publish-finding.ts"
import type { LookupList } from "../lookup-list.ts"
import { type KeyFindings, makeGatherer } from "../run-detection.ts"
import { attributeLookups } from "./attribute-lookups.ts"
import { groupAccessors, groupBlocks, isBlock, makeWholeNetworks, tagsOf } from "./group-findings.ts"

export type Walker = {
  /** `alert`, or `notice` for what is only worth a look. */
  readonly severity: "alert" | "notice"
  /** Fingerprints of the networks or prefixes that it came from, those with most lookups first. */
  readonly networks: readonly Fingerprint[]
  /** Of these, those that were found as a whole and that are not shared by many people. */
  readonly foundNetworks: readonly Fingerprint[]
  readonly subjects: number
  /** Numbers of the retailers whose records it looked up. */
  readonly retailers: readonly number[]
  /** Epoch seconds. */
  readonly from: number
  readonly until: number
  /** Whether nobody knows who of those who looked there walked, so that what they saw is only possibly the walk's. */
  readonly isPossible: boolean
  /** Distinct references that it looked up, and those of them that were shown. */
  readonly records: number
  readonly shown: number
  readonly resemblesHeavyReader: boolean
  readonly charts: readonly WalkerChart[]
  readonly lookups: readonly Access[]
}

export type WalkerChart = {
  readonly chart: string
  readonly severity: "alert" | "notice"
  readonly score: number
  readonly threshold: number
  /** Epoch seconds. */
  readonly firstCrossedAt: number
  readonly title: string
  readonly explanation: string
}

/** The walkers of a log, those with most records shown first. */
export const walkersOf = (keys: readonly KeyFindings[], lookups: LookupList): readonly Walker[] => {
  const accessors = toWalkers(groupAccessors(keys.filter((key) => !isBlock(key))), lookups)
  // A block counts whoever looks there, so a lone walker makes it dense, too.
  const alone = new Set(accessors.filter(({ severity }) => severity === "alert").flatMap(subjectsOf))
  const blocks = toWalkers(
    groupBlocks(blocksWithout(alone, keys.filter(isBlock), lookups)),
    withoutSubjects(alone, lookups),
  )
  return [...accessors, ...blocks].sort((a, b) => rank(b) - rank(a) || b.shown - a.shown || b.records - a.records)
}

function* withoutSubjects(subjects: ReadonlySet<Fingerprint>, lookups: Iterable<Access>): Generator<Access> {
  for (const lookup of lookups) if (!subjects.has(lookup.subject.fingerprint)) yield lookup
}

const subjectsOf = ({ lookups }: Walker): Fingerprint[] => lookups.map(({ subject }) => subject.fingerprint)

const toWalkers = (found: readonly (readonly KeyFindings[])[], lookups: Iterable<Access>): Walker[] => {
  if (found.length === 0) return []
  // Where there are alerts, what is only a notice does not add records.
  const groups = found.map((group) => {
    const alerts = group.filter(({ isAlert }) => isAlert)
    return alerts.length > 0 ? alerts : group
  })
  const ofGroups = attributeLookups(groups.map(attributing), lookups)
  return groups.map((group, index) => walkerOf(group, ofGroups[index] ?? []))
}

/**
 * If subjects explain this share of the references of a walker, their networks would add those of neighbours only. The
 * hub refuses the subjects before the networks cross. In a log nobody was refused.
 */
const explainedShare = 0.7

const attributing = (keys: readonly KeyFindings[]): readonly KeyFindings[] => {
  const subjects = keys.filter(({ kind }) => kind === "subject")
  const explained = new Set(subjects.flatMap(tagsOf)).size
  return explained >= explainedShare * new Set(keys.flatMap(tagsOf)).size ? subjects : keys
}

const rank = ({ severity }: Walker): number => (severity === "alert" ? 1 : 0)

const walkerOf = (counted: readonly KeyFindings[], own: readonly Access[]): Walker => {
  const alerts = counted.filter(({ isAlert }) => isAlert)
  const networks = new Map(own.map(({ network }) => [network.fingerprint, network.prefix]))
  const isSpread = (prefix: Fingerprint) => [...networks.values()].filter((one) => one === prefix).length > 1
  // A walker who stayed in one network is no reason to name its neighbours.
  const wholeNetworkOf = makeWholeNetworks(alerts.filter(({ network: { prefix } }) => isSpread(prefix ?? "")))
  const isWhole = ({ kind, network }: KeyFindings) =>
    (kind === "network" || kind === "prefix") && network.kind !== "mobile"
  return {
    severity: alerts.length > 0 ? "alert" : "notice",
    networks: byFrequency(own.map(({ network }) => wholeNetworkOf(network))),
    foundNetworks: [...new Set(alerts.filter(isWhole).map(({ network }) => wholeNetworkOf(network)))],
    isPossible: counted.every(isBlock),
    subjects: new Set(own.map(({ subject }) => subject.fingerprint)).size,
    retailers: [...new Set(own.map(({ retailer }) => retailer))],
    from: own[0]?.at ?? 0,
    until: own.at(-1)?.at ?? 0,
    records: new Set(own.map(({ tag }) => tag)).size,
    shown: new Set(own.flatMap(({ outcome, tag }) => (outcome === "hit" ? [tag] : []))).size,
    resemblesHeavyReader: counted.some((key) => key.resemblesHeavyReader),
    charts: chartsOf(counted),
    lookups: own,
  }
}

const byFrequency = (values: readonly Fingerprint[]): Fingerprint[] => {
  const counts = new Map<Fingerprint, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value)
}

/** The strongest finding of each chart, the strongest chart first. */
const chartsOf = (group: readonly KeyFindings[]): WalkerChart[] => {
  const strongest = new Map<string, WalkerChart>()
  for (const { charts } of group) {
    for (const [chart, { finding, severity, firstCrossedAt }] of charts) {
      const published = publishWholeFinding(finding)
      const { title, seen, period, improbability } = explain({ ...published, severity })
      const { score, threshold } = published
      const explanation = `${seen} ${period} ${improbability}`
      const made = { chart, severity, score, threshold, firstCrossedAt, title, explanation }
      const known = strongest.get(chart)
      if (known === undefined || excess(made) > excess(known)) strongest.set(chart, made)
    }
  }
  return [...strongest.values()].sort((a, b) => excess(b) - excess(a))
}

const excess = ({ severity, score, threshold }: WalkerChart): number =>
  (severity === "alert" ? 1_000 : 0) + score - threshold

/**
 * What is found in blocks of numbers without the lookups of walkers that were found by themselves. A block in which
 * none of them looked is returned as it is. Another is scored again without them.
 *
 * @param alone the subjects of these walkers
 * @param lookups in order of time
 */
const blocksWithout = (
  alone: ReadonlySet<Fingerprint>,
  blocks: readonly KeyFindings[],
  lookups: Iterable<Access>,
): readonly KeyFindings[] => {
  const names = new Set([...alone].map(String))
  const isWalked = ({ references }: KeyFindings) =>
    [...references].some((pair) => names.has(pair.slice(0, pair.indexOf("|"))))
  const { walked = [], others = [] } = Object.groupBy(blocks, (block) => (isWalked(block) ? "walked" : "others"))
  if (walked.length === 0) return others
  const remaining = new Map(walked.map(({ keyName }): [string, Access[]] => [keyName, []]))
  for (const lookup of lookups) {
    const { ordinal, series, subject } = lookup
    if (ordinal === null || alone.has(subject.fingerprint)) continue
    remaining.get(`block#${series}#${blockOf(ordinal)}`)?.push(lookup)
    remaining.get(`missBlock#${series}#${missBlockOf(ordinal)}`)?.push(lookup)
  }
  return [...others, ...walked.flatMap((block) => scoreAgain(block, remaining.get(block.keyName) ?? []))]
}

const scoreAgain = ({ keyName, profile }: KeyFindings, lookups: readonly Access[]): readonly KeyFindings[] => {
  const detector = makeMemoryDetector({ profileOf: () => profile })
  const gatherer = makeGatherer(() => profile)
  for (const lookup of lookups) {
    for (const found of detector.observe(lookup)) if (found.keyName === keyName) gatherer.add(lookup, found)
  }
  return gatherer.keys()
}

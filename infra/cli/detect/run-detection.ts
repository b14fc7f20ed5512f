/** Runs the detector over the lookups of a log and gathers what it finds by accessor. */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Access, Fingerprint } from "../../../shared/watch/detection/access.ts"
import type { PublishedFinding } from "../../../shared/watch/detection/anomalies/published-finding.ts"
import { type KeyedFinding, makeMemoryDetector } from "../../../shared/watch/detection/memory-detector.ts"
import { isSpared } from "../../../shared/watch/detection/restrictions/tool-policy.ts"
import type { RetailerProfile } from "../../../shared/watch/detection/retailers/retailer-profile.ts"
import type { Finding, ProfileKey } from "../../../shared/watch/detection/scoring/finding.ts"
import { publishVolumeCrossing } from "../../../shared/watch/detection/scoring/publish-finding.ts"
import { resemblesHeavyReader } from "../../../shared/watch/detection/scoring/resembles-heavy-reader.ts"
import { type Crawls, crawlsIn } from "./find-crawlers.ts"
import { followVolumes } from "./follow-volumes.ts"
import type { LogLearner } from "./learn-from-log.ts"
import type { LookupList } from "./lookup-list.ts"

/** All that was found about one subject, one network or one block of numbers. */
export type KeyFindings = {
  readonly keyName: string
  readonly kind: ProfileKey["kind"]
  /** What was known of the retailer when the first chart crossed. */
  readonly profile: RetailerProfile | undefined
  /** The accessor of the lookup that crossed. A block has many. */
  readonly subject: Fingerprint
  readonly network: Access["network"]
  /** Whether any finding is an alert. */
  isAlert: boolean
  /** Whether it looks like a heavy reader that should be registered, rather than an attack. */
  resemblesHeavyReader: boolean
  /** Epoch seconds of the first lookup that counts, and of the last. */
  from: number
  until: number
  /** The tag of each reference that counts; of a block, the subject's fingerprint, a bar and the tag. */
  readonly references: Set<string>
  /** Each crossing that is an anomaly of its own in the hub: the first of each chart, severity and UTC day. */
  readonly crossings: Map<string, KeyCrossing>
  /** The finding with the highest score of each chart, and its severity for a log. */
  readonly charts: Map<string, StrongestFinding>
}

export type KeyCrossing = {
  readonly severity: "alert" | "notice"
  /** Epoch seconds of the lookup at which the score left zero, and of the one that crossed. */
  readonly from: number
  readonly crossedAt: number
  /** References with a wrong proof, when it crossed. */
  readonly challengeFailed: number
}

export type StrongestFinding = {
  readonly finding: Finding
  readonly severity: "alert" | "notice"
  /** Epoch seconds. */
  readonly firstCrossedAt: number
}

export type DetectedLog = {
  readonly keys: readonly KeyFindings[]
  /** Days on which strangers were more than usual, by the retailer's number. */
  readonly volumes: readonly { readonly retailer: number; readonly finding: PublishedFinding }[]
  readonly crawls: Crawls
}

export const isoTime = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString()

/** Seconds of the log between two lessons, on its first two days and after. What is learned changes slowly. */
const firstLessonsSeconds = 6 * 3_600
const laterLessonsSeconds = 24 * 3_600
/** Seconds of the log between two searches for expired profiles. */
const forgettingSeconds = 5 * daySeconds

/**
 * @param onProgress receives how far it is, in words, now and then
 */
export const runDetection = (
  lookups: LookupList,
  learner: LogLearner,
  onProgress: (progress: string) => void,
): DetectedLog => {
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const following = followVolumes(detector.volumes, learner.volumeThresholdOf)
  const schedule = makeSchedule()
  const crawls = crawlsIn(lookups)
  const gatherer = makeGatherer(learner.profileOf, crawls.subjects)
  const volumes = makeVolumes()
  let scored = 0
  for (const access of lookups) {
    learner.note(access)
    if (schedule.isLessonDue(access.at)) learner.learn(access.at, detector)
    for (const found of following.advance(access)) volumes.add(found)
    if (schedule.isForgettingDue(access.at)) detector.forget(access.at)
    for (const found of detector.observe(access)) gatherer.add(access, found)
    if (scored % 10_000 === 0) onProgress(`${Math.round((100 * scored) / lookups.length)} % scored`)
    scored += 1
  }
  return { keys: gatherer.keys(), volumes: volumes.found, crawls }
}

/** Says when to learn and when to forget, by the time of the log. */
const makeSchedule = () => {
  let first: number | undefined
  let nextLesson = Number.NEGATIVE_INFINITY
  let nextForgetting = Number.NEGATIVE_INFINITY
  return {
    isLessonDue(at: number): boolean {
      first ??= at
      if (at < nextLesson) return false
      nextLesson = at + (at - first < 2 * daySeconds ? firstLessonsSeconds : laterLessonsSeconds)
      return true
    },
    isForgettingDue(at: number): boolean {
      if (at < nextForgetting) return false
      nextForgetting = at + forgettingSeconds
      return true
    },
  }
}

/** One notice of each retailer a day. */
const makeVolumes = () => {
  const found: { retailer: number; finding: PublishedFinding }[] = []
  const reported = new Set<string>()
  return {
    found,
    add({ retailer, crossing, episode }: ReturnType<ReturnType<typeof followVolumes>["advance"]>[number]) {
      const day = `${retailer} ${Math.floor(crossing.at / daySeconds)}`
      if (!reported.has(day)) found.push({ retailer, finding: publishVolumeCrossing(crossing, episode) })
      reported.add(day)
    },
  }
}

/** Gathers findings by what they are about. */
export const makeGatherer = (profileOf: LogLearner["profileOf"], crawlers: ReadonlySet<Fingerprint> = new Set()) => {
  const keys = new Map<string, KeyFindings>()
  const start = (access: Access, { keyName, key, finding }: KeyedFinding): KeyFindings => {
    const made = {
      keyName,
      kind: key.kind,
      profile: profileOf(access.series),
      subject: access.subject.fingerprint,
      network: access.network,
      isAlert: false,
      resemblesHeavyReader: false,
      from: finding.from,
      until: access.at,
      references: new Set<string>(),
      crossings: new Map<string, KeyCrossing>(),
      charts: new Map(),
    }
    keys.set(keyName, made)
    return made
  }
  return {
    keys: () => [...keys.values()],
    add(access: Access, found: KeyedFinding) {
      const of = keys.get(found.keyName) ?? start(access, found)
      const { finding } = found
      const isCrawl = of.kind === "subject" && finding.chart === "fanOut" && crawlers.has(of.subject)
      const isSparedHere = !isCrawl && isSpared(finding, { accessorKey: of.keyName, tool: "log" }, { profileOf })
      const severity = isSparedHere ? "notice" : finding.severity
      of.isAlert ||= severity === "alert"
      of.resemblesHeavyReader ||= isCrawl || resemblesHeavyReader(finding)
      of.from = Math.min(of.from, finding.from)
      of.until = access.at
      addReferences(of.references, finding.tags)
      noteCrossing(of, finding, severity)
      noteChart(of, finding, severity)
    },
  }
}

/** So many known tags in a row mean that those before them are known, too: a finding grows at its end. */
const knownInARow = 3

const addReferences = (known: Set<string>, tags: readonly string[]): void => {
  let row = 0
  for (let index = tags.length - 1; index >= 0 && row < knownInARow; index -= 1) {
    const tag = tags[index] ?? ""
    row = known.has(tag) ? row + 1 : 0
    known.add(tag)
  }
}

type Severity = StrongestFinding["severity"]

const noteCrossing = ({ crossings }: KeyFindings, finding: Finding, severity: Severity): void => {
  const { chart, from, crossedAt, evidence } = finding
  const name = `${chart} ${severity} ${Math.floor(crossedAt / daySeconds)}`
  if (crossings.has(name)) return
  crossings.set(name, { severity, from, crossedAt, challengeFailed: evidence.challengeFailed })
}

const noteChart = (of: KeyFindings, finding: Finding, severity: Severity): void => {
  const known = of.charts.get(finding.chart)
  const isStronger =
    known === undefined || (severity === known.severity ? finding.peak > known.finding.peak : severity === "alert")
  if (!isStronger) return
  of.charts.set(finding.chart, { finding, severity, firstCrossedAt: known?.firstCrossedAt ?? finding.crossedAt })
}

/** One pass of the detector over the lines of a log: anomalies as they are found, a summary at the end. */

import type { PublishedFinding } from "../../../shared/detection/anomalies/published-finding.ts"
import {
  addVolume,
  newVolumeWatch,
  noVolume,
  type VolumeWatch,
  volumeBucketSeconds,
  watchVolume,
} from "../../../shared/detection/charts/volume.ts"
import type { KeyedFinding } from "../../../shared/detection/memory-detector.ts"
import { makeMemoryDetector } from "../../../shared/detection/memory-detector.ts"
import {
  explain,
  publishVolumeCrossing,
  publishWholeFinding,
} from "../../../shared/detection/scoring/publish-finding.ts"
import { resemblesHeavyReader } from "../../../shared/detection/scoring/resembles-heavy-reader.ts"
import type { LogLearner } from "./learn-from-log.ts"
import type { LineReader } from "./read-access-line.ts"

export type LogAnomaly = {
  readonly chart: string
  readonly reading: string
  readonly severity: "notice" | "alert"
  /** Fingerprint of the accessor, the block of numbers, or the retailer. */
  readonly key: string
  readonly retailers: readonly string[]
  readonly score: number
  readonly threshold: number
  readonly from: string
  readonly crossedAt: string
  /** Line of the log at which the score crossed, counted from 1; of the volume, the first one after the ten minutes in which it did. */
  readonly line: number
  /** Whether it looks like somebody who follows parcels for others and should be registered, rather than an attack. */
  readonly resemblesHeavyReader: boolean
  readonly title: string
  readonly explanation: string
  readonly numbers: Readonly<Record<string, number | null | undefined>>
}

export type LogSummary = {
  readonly lines: number
  readonly lookups: number
  readonly ignored: number
  readonly unreadable: number
  /** The first line that could not be read, counted from 1, and why. */
  readonly firstUnreadable: { readonly line: number; readonly reason: string } | null
  readonly from: string | null
  readonly until: string | null
  readonly seconds: number
  readonly lookupsPerSecond: number
  /** Anomalies by chart and severity. */
  readonly anomalies: Readonly<Record<string, { readonly alert: number; readonly notice: number }>>
}

/** What is told of a finding beside its numbers. */
type Telling = Pick<LogAnomaly, "reading" | "resemblesHeavyReader"> & {
  readonly keyName: string
  readonly retailers: readonly number[]
}

/** Seconds of the log between two lessons, on its first two days and after: what is learned changes slowly. */
const firstLessonsSeconds = 6 * 3_600
const laterLessonsSeconds = 24 * 3_600
const daySeconds = 86_400
/** Seconds of the log between two looks for profiles that have expired. */
const forgettingSeconds = 5 * daySeconds
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/**
 * @param explainUnreadable why `read` cannot read a line, without its values
 * @param milliseconds a clock that only moves forward, for the throughput
 */
export const makeDetection = (options: {
  readonly read: LineReader
  readonly explainUnreadable: (line: string) => string
  readonly learner: LogLearner
  readonly report: (anomaly: LogAnomaly) => void
  readonly milliseconds: () => number
}) => {
  const { read, explainUnreadable, learner, report, milliseconds } = options
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const startedAt = milliseconds()
  const raised = new Set<string>()
  const counts = new Map<string, { alert: number; notice: number }>()
  let lines = 0
  let lookups = 0
  let ignored = 0
  let unreadable = 0
  let firstUnreadable: LogSummary["firstUnreadable"] = null
  let first: number | null = null
  let last = 0
  let nextLesson = Number.NEGATIVE_INFINITY
  let nextForgetting = Number.NEGATIVE_INFINITY
  const volumes = new Map<number, VolumeWatch>()
  /** Starts of ten minutes that are not judged yet. */
  const unjudged = new Set<number>()
  let volumesUntil = Number.NEGATIVE_INFINITY

  const tell = (of: Telling, told: PublishedFinding) => {
    const count = counts.get(told.chart) ?? { alert: 0, notice: 0 }
    count[told.severity] += 1
    counts.set(told.chart, count)
    const { title, seen, period, improbability, exposed, numbers } = explain(told)
    report({
      chart: told.chart,
      reading: of.reading,
      severity: told.severity,
      key: of.keyName,
      retailers: of.retailers.map((number) => learner.nameOf(number)),
      score: told.score,
      threshold: told.threshold,
      from: told.from,
      crossedAt: told.crossedAt,
      line: lines,
      resemblesHeavyReader: of.resemblesHeavyReader,
      title,
      explanation: `${seen} ${period} ${improbability} ${exposed}`,
      numbers,
    })
  }

  /** True the first time on each day. */
  const isNews = (name: string, crossedAt: number): boolean => {
    const ofDay = `${name}|${Math.floor(crossedAt / daySeconds)}`
    if (raised.has(ofDay)) return false
    raised.add(ofDay)
    return true
  }

  const raise = ({ keyName, finding }: KeyedFinding) => {
    const { chart, reading, retailer, retailers, severity, crossedAt } = finding
    if (!isNews(`${keyName}|${chart}|${retailer}|${severity}`, crossedAt)) return
    const of = { keyName, reading, retailers, resemblesHeavyReader: resemblesHeavyReader(finding) }
    tell(of, publishWholeFinding(finding))
  }

  /** Follows the volume of every retailer through the ten minutes that end at `until`; what comes for them later is missed. */
  const judgeVolumes = (until: number) => {
    const endedStarts = [...unjudged].filter((at) => at < until).sort((a, b) => a - b)
    for (const at of endedStarts) unjudged.delete(at)
    for (const [retailer, before] of volumes) {
      const sums = detector.volumes(retailer)
      const ended = endedStarts.flatMap((at) => {
        const of = sums.get(at)
        return of === undefined ? [] : { at, ...of }
      })
      const { watch, crossings } = watchVolume(before, ended)
      volumes.set(retailer, watch)
      for (const crossing of crossings) {
        const { from, at } = crossing
        if (!isNews(`volume|${retailer}`, at)) continue
        const episode = [...sums].filter(([start]) => start >= from && start <= at).map(([, of]) => of)
        const keyName = `retailer#${learner.nameOf(retailer)}`
        const of = { keyName, reading: "volume", retailers: [retailer], resemblesHeavyReader: false }
        tell(of, publishVolumeCrossing(crossing, episode.reduce(addVolume, noVolume)))
      }
    }
    volumesUntil = until
  }

  return {
    /** Takes in one line, without its line break. */
    take(line: string) {
      lines += 1
      const access = read(line)
      if (access === "ignored") {
        ignored += 1
        return
      }
      if (access === "unreadable") {
        unreadable += 1
        firstUnreadable ??= { line: lines, reason: explainUnreadable(line) }
        return
      }
      lookups += 1
      first ??= access.at
      last = Math.max(last, access.at)
      learner.note(access)
      if (access.at >= nextLesson) {
        learner.learn(access.at, detector)
        nextLesson = access.at + (access.at - first < 2 * daySeconds ? firstLessonsSeconds : laterLessonsSeconds)
      }
      const bucket = access.at - (access.at % volumeBucketSeconds)
      if (bucket > volumesUntil) judgeVolumes(bucket)
      if (bucket >= volumesUntil) unjudged.add(bucket)
      if (!volumes.has(access.retailer)) volumes.set(access.retailer, newVolumeWatch)
      if (access.at >= nextForgetting) {
        detector.forget(access.at)
        nextForgetting = access.at + forgettingSeconds
      }
      for (const found of detector.observe(access)) raise(found)
    },
    summary(): LogSummary {
      const seconds = Math.max(0.001, (milliseconds() - startedAt) / 1000)
      return {
        lines,
        lookups,
        ignored,
        unreadable,
        firstUnreadable,
        from: first === null ? null : iso(first),
        until: first === null ? null : iso(last),
        seconds: Number(seconds.toFixed(2)),
        lookupsPerSecond: Math.round(lookups / seconds),
        anomalies: Object.fromEntries(counts),
      }
    },
  }
}

/** The summary as a table for people. */
export const summaryTable = (summary: LogSummary): string => {
  const rows = Object.entries(summary.anomalies).map(
    ([chart, { alert, notice }]) => `  ${chart.padEnd(12)} ${String(alert).padStart(7)} ${String(notice).padStart(8)}`,
  )
  const { lines, lookups, ignored, firstUnreadable: first } = summary
  return [
    `${lookups} lookups of ${lines} lines (${ignored} ignored, ${summary.unreadable} unreadable)`,
    ...(first === null ? [] : [`the first unreadable one is line ${first.line}: ${first.reason}`]),
    ...(lookups === 0 && ignored > 0 ? ["no line holds a reference with a status that counts: see --reference"] : []),
    `${summary.from ?? "-"} to ${summary.until ?? "-"}, ${summary.lookupsPerSecond} lookups/s`,
    ...(rows.length === 0
      ? ["no anomalies"]
      : [`  ${"chart".padEnd(12)} ${"alerts".padStart(7)} ${"notices".padStart(8)}`, ...rows]),
  ].join("\n")
}

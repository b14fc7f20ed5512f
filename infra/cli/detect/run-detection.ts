/** One pass of the detector over the lines of a log: anomalies as they are found, and a summary at the end. */

import type { Access } from "../../../shared/detection/access.ts"
import type { PublishedFinding } from "../../../shared/detection/anomalies/published-finding.ts"
import { type KeyedFinding, makeMemoryDetector } from "../../../shared/detection/memory-detector.ts"
import {
  explain,
  publishVolumeCrossing,
  publishWholeFinding,
} from "../../../shared/detection/scoring/publish-finding.ts"
import { resemblesHeavyReader } from "../../../shared/detection/scoring/resembles-heavy-reader.ts"
import { daySeconds } from "../../../shared/platform/instants.ts"
import { type FoundVolume, followVolumes } from "./follow-volumes.ts"
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
  /**
   * Line at which the score crossed, counted from 1. For the volume chart: the first line after the ten minutes in
   * which it did.
   */
  readonly line: number
  /** Whether it looks like a heavy reader that should be registered, rather than an attack. */
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

/** What an anomaly says beside the finding. */
type AnomalyOrigin = Pick<LogAnomaly, "reading" | "resemblesHeavyReader"> & {
  readonly keyName: string
  readonly retailers: readonly number[]
}

/** Seconds of the log between two lessons, on its first two days and after. What is learned changes slowly. */
const firstLessonsSeconds = 6 * 3_600
const laterLessonsSeconds = 24 * 3_600
/** Seconds of the log between two searches for expired profiles. */
const forgettingSeconds = 5 * daySeconds

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/**
 * Makes one pass of the detector over a log.
 *
 * @param options `explainUnreadable` says why `read` cannot read a line, without its values; `milliseconds` is a
 *   clock that only moves forward, for the throughput
 */
export const makeDetection = (options: {
  readonly read: LineReader
  readonly explainUnreadable: (line: string) => string
  readonly learner: LogLearner
  readonly report: (anomaly: LogAnomaly) => void
  readonly milliseconds: () => number
}) => {
  const { read, explainUnreadable, learner, milliseconds } = options
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const volumes = followVolumes(detector.volumes)
  const tally = makeTally(milliseconds)
  const reporter = makeReporter(options, tally)
  const schedule = makeSchedule()

  const score = (access: Access): void => {
    learner.note(access)
    if (schedule.isLessonDue(access.at)) learner.learn(access.at, detector)
    for (const found of volumes.advance(access)) reporter.reportVolume(found)
    if (schedule.isForgettingDue(access.at)) detector.forget(access.at)
    for (const found of detector.observe(access)) reporter.reportFinding(found)
  }

  return {
    /** Takes one line, without its line break. */
    take(line: string) {
      const access = read(line)
      tally.count(access, () => explainUnreadable(line))
      if (access !== "ignored" && access !== "unreadable") score(access)
    },
    summary: tally.summary,
  }
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

/** Counts lines and anomalies for the summary. */
const makeTally = (milliseconds: () => number) => {
  const startedAt = milliseconds()
  const counts = { lines: 0, lookups: 0, ignored: 0, unreadable: 0 }
  const anomalies = new Map<string, { alert: number; notice: number }>()
  let firstUnreadable: LogSummary["firstUnreadable"] = null
  let first: number | null = null
  let last = 0
  return {
    counts,
    count(access: Access | "ignored" | "unreadable", explain: () => string) {
      counts.lines += 1
      if (access === "ignored") counts.ignored += 1
      else if (access === "unreadable") {
        counts.unreadable += 1
        firstUnreadable ??= { line: counts.lines, reason: explain() }
      } else {
        counts.lookups += 1
        first ??= access.at
        last = Math.max(last, access.at)
      }
    },
    countAnomaly({ chart, severity }: PublishedFinding) {
      const count = anomalies.get(chart) ?? { alert: 0, notice: 0 }
      count[severity] += 1
      anomalies.set(chart, count)
    },
    summary(): LogSummary {
      const seconds = Math.max(0.001, (milliseconds() - startedAt) / 1000)
      return {
        ...counts,
        firstUnreadable,
        from: first === null ? null : iso(first),
        until: first === null ? null : iso(last),
        seconds: Number(seconds.toFixed(2)),
        lookupsPerSecond: Math.round(counts.lookups / seconds),
        anomalies: Object.fromEntries(anomalies),
      }
    },
  }
}

/** Reports each anomaly once a day, as the exchange does. */
const makeReporter = (
  { learner, report }: { learner: LogLearner; report: (anomaly: LogAnomaly) => void },
  tally: ReturnType<typeof makeTally>,
) => {
  const reported = new Set<string>()
  const isNews = (name: string, crossedAt: number): boolean => {
    const ofDay = `${name}|${Math.floor(crossedAt / daySeconds)}`
    if (reported.has(ofDay)) return false
    reported.add(ofDay)
    return true
  }
  const reportAnomaly = (of: AnomalyOrigin, finding: PublishedFinding) => {
    tally.countAnomaly(finding)
    report(anomalyOf(of, finding, { line: tally.counts.lines, nameOf: learner.nameOf }))
  }
  return {
    reportFinding({ keyName, finding }: KeyedFinding) {
      const { chart, reading, retailer, retailers, severity, crossedAt } = finding
      if (!isNews(`${keyName}|${chart}|${retailer}|${severity}`, crossedAt)) return
      const of = { keyName, reading, retailers, resemblesHeavyReader: resemblesHeavyReader(finding) }
      reportAnomaly(of, publishWholeFinding(finding))
    },
    reportVolume({ retailer, crossing, episode }: FoundVolume) {
      if (!isNews(`volume|${retailer}`, crossing.at)) return
      const keyName = `retailer#${learner.nameOf(retailer)}`
      const of = { keyName, reading: "volume", retailers: [retailer], resemblesHeavyReader: false }
      reportAnomaly(of, publishVolumeCrossing(crossing, episode))
    },
  }
}

const anomalyOf = (
  of: AnomalyOrigin,
  finding: PublishedFinding,
  log: { readonly line: number; readonly nameOf: (retailer: number) => string },
): LogAnomaly => {
  const { title, seen, period, improbability, exposed, numbers } = explain(finding)
  return {
    chart: finding.chart,
    reading: of.reading,
    severity: finding.severity,
    key: of.keyName,
    retailers: of.retailers.map(log.nameOf),
    score: finding.score,
    threshold: finding.threshold,
    from: finding.from,
    crossedAt: finding.crossedAt,
    line: log.line,
    resemblesHeavyReader: of.resemblesHeavyReader,
    title,
    explanation: `${seen} ${period} ${improbability} ${exposed}`,
    numbers,
  }
}

/** The summary as a table. */
export const summaryTable = (summary: LogSummary): string => {
  const rows = Object.entries(summary.anomalies).map(
    ([chart, { alert, notice }]) => `  ${chart.padEnd(12)} ${String(alert).padStart(7)} ${String(notice).padStart(8)}`,
  )
  const { lines, lookups, ignored, firstUnreadable: first } = summary
  return [
    `${lookups} lookups of ${lines} lines (${ignored} ignored, ${summary.unreadable} unreadable)`,
    ...(first === null ? [] : [`The first unreadable line is line ${first.line}: ${first.reason}`]),
    ...(lookups === 0 && ignored > 0 ? ["No line has a reference and a status that counts. Check --reference."] : []),
    `${summary.from ?? "-"} to ${summary.until ?? "-"}, ${summary.lookupsPerSecond} lookups/s`,
    ...(rows.length === 0
      ? ["No anomalies."]
      : [`  ${"chart".padEnd(12)} ${"alerts".padStart(7)} ${"notices".padStart(8)}`, ...rows]),
  ].join("\n")
}

/** One pass of the detector over the lines of a log: anomalies as they are found, a summary at the end. */
import { explain } from "../../../shared/detection/explanation.ts"
import { resemblesHeavyReader } from "../../../shared/detection/heavy-reader.ts"
import { type KeyedFinding, makeMemoryDetector } from "../../../shared/detection/memory-detector.ts"
import type { LogLearner } from "./learn-from-log.ts"
import type { LineReader } from "./read-access-line.ts"

export type LogAnomaly = {
  readonly chart: string
  readonly reading: string
  readonly severity: "notice" | "alert"
  /** Fingerprint of the accessor, or the block of numbers. */
  readonly key: string
  readonly retailers: readonly string[]
  readonly score: number
  readonly threshold: number
  readonly from: string
  readonly crossedAt: string
  /** Line of the log at which the score crossed, counted from 1. */
  readonly line: number
  /** Whether it looks like somebody who follows parcels for others and should be registered, rather than an attack. */
  readonly resemblesHeavyReader: boolean
  readonly title: string
  readonly explanation: string
  readonly numbers: Readonly<Record<string, number | null>>
}

export type LogSummary = {
  readonly lines: number
  readonly lookups: number
  readonly ignored: number
  readonly unreadable: number
  readonly from: string | null
  readonly until: string | null
  readonly seconds: number
  readonly lookupsPerSecond: number
  /** Anomalies by chart and severity. */
  readonly anomalies: Readonly<Record<string, { readonly alert: number; readonly notice: number }>>
}

/** Seconds of the log between two lessons: what is learned changes slowly. */
const lessonSeconds = 6 * 3_600
const daySeconds = 86_400
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** @param milliseconds a clock that only moves forward, for the throughput */
export const makeDetection = (options: {
  readonly read: LineReader
  readonly learner: LogLearner
  readonly report: (anomaly: LogAnomaly) => void
  readonly milliseconds: () => number
}) => {
  const { read, learner, report, milliseconds } = options
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const startedAt = milliseconds()
  const raised = new Set<string>()
  const counts = new Map<string, { alert: number; notice: number }>()
  let lines = 0
  let lookups = 0
  let ignored = 0
  let unreadable = 0
  let first: number | null = null
  let last = 0
  let nextLesson = Number.NEGATIVE_INFINITY
  let nextDay = Number.NEGATIVE_INFINITY

  const raise = ({ keyName, finding }: KeyedFinding) => {
    const day = Math.floor(finding.crossedAt / daySeconds)
    const name = `${keyName}|${finding.chart}|${finding.retailer}|${finding.severity}|${day}`
    if (raised.has(name)) return
    raised.add(name)
    const count = counts.get(finding.chart) ?? { alert: 0, notice: 0 }
    count[finding.severity] += 1
    counts.set(finding.chart, count)
    const { title, seen, period, improbability, exposed, numbers } = explain(finding)
    report({
      chart: finding.chart,
      reading: finding.reading,
      severity: finding.severity,
      key: keyName,
      retailers: finding.retailers.map((number) => learner.nameOf(number)),
      score: finding.peak,
      threshold: finding.threshold,
      from: iso(finding.from),
      crossedAt: iso(finding.crossedAt),
      line: lines,
      resemblesHeavyReader: resemblesHeavyReader(finding),
      title,
      explanation: `${seen} ${period} ${improbability} ${exposed}`,
      numbers,
    })
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
        return
      }
      lookups += 1
      first ??= access.at
      last = Math.max(last, access.at)
      learner.note(access)
      if (access.at >= nextLesson) {
        learner.learn(access.at, detector)
        nextLesson = access.at + lessonSeconds
      }
      if (access.at >= nextDay) {
        detector.forget(access.at)
        nextDay = access.at + daySeconds
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
  return [
    `${summary.lookups} lookups of ${summary.lines} lines (${summary.ignored} ignored, ${summary.unreadable} unreadable)`,
    `${summary.from ?? "-"} to ${summary.until ?? "-"}, ${summary.lookupsPerSecond} lookups/s`,
    ...(rows.length === 0
      ? ["no anomalies"]
      : [`  ${"chart".padEnd(12)} ${"alerts".padStart(7)} ${"notices".padStart(8)}`, ...rows]),
  ].join("\n")
}

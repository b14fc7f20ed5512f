/** The benchmark's table of what other thresholds would do. */
import type { SeedResult } from "./run-seed.ts"
import { median } from "./statistics.ts"
import { addRecords, benignKinds, benignOf, perMillion, poolOfResults } from "./summary.ts"
import { type MovedChart, movedCharts, moves } from "./threshold-curve.ts"

const charts: Readonly<Record<MovedChart, string>> = {
  fanOut: "fan-out of one visitor (18 by point, 25 by reference)",
  walk: "walk of one visitor (walks and chains 14, clusters 18)",
}

/** The lines of the section. */
export const thresholdSection = (results: readonly SeedResult[]): string[] => [
  "",
  "## Other thresholds",
  "",
  "What would cross if all thresholds of a chart were higher or lower, from the same run. Refused are the visits without",
  "a link in the day after a crossing. Alarms and refusals are per million visits. Records shown before the alarm are",
  "medians, `never` if most trials do not cross.",
  ...movedCharts.flatMap((chart) => thresholdTable(chart, results)),
]

const thresholdTable = (chart: MovedChart, results: readonly SeedResult[]): string[] => {
  const counts = (of: "alarms" | "refused") => addRecords(results.map(({ ordinary }) => ordinary.moved[of]))
  const [alarms, refused] = [counts("alarms"), counts("refused")]
  const visits = benignOf(poolOfResults(results).sessions)
  const benign = (of: Readonly<Record<string, number>>, move: number) =>
    benignOf(Object.fromEntries(benignKinds.map((kind) => [kind, of[`${chart}|${move}|${kind}`] ?? 0])))
  const sellers = addRecords(results.map(({ ordinary }) => ordinary.readers))["seller"] ?? 0
  const trials = results.flatMap((result) => result.trials).filter(({ moved }) => moved?.chart === chart)
  const names = [...new Set(trials.map(({ attack }) => attack))]
  const shown = (name: string, place: number) => {
    const figure = median(
      trials.flatMap(({ attack, moved }) => (attack === name ? [moved?.shown[place] ?? Number.POSITIVE_INFINITY] : [])),
    )
    return Number.isFinite(figure) ? figure : "never"
  }
  const rows = moves.map((move, place) => [
    move > 0 ? `+${move}` : move,
    perMillion(benign(alarms, move), visits).toFixed(2),
    perMillion(benign(refused, move), visits).toFixed(2),
    `${alarms[`${chart}|${move}|seller`] ?? 0} of ${sellers}`,
    ...names.map((name) => shown(name, place)),
  ])
  const head = [charts[chart], "false alarms", "false refusals", "small sellers alarmed", ...names]
  return ["", ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`)]
}

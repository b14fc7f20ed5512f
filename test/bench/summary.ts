/** The benchmark's findings over all seeds, in figures. */
import { attacks } from "./attacks/attacks.ts"
import type { ClientCounts } from "./client-counts.ts"
import { detectorNames } from "./peers.ts"
import type { SeedResult } from "./run-seed.ts"
import { median } from "./statistics.ts"

export type AttackCell = {
  /** Records of other people shown before the alarm, the median of all trials. */
  readonly medianExposed: number
  /** Share of the trials in which an alarm was raised. */
  readonly caughtShare: number
}

export type Summary = {
  /** By attack and detector. */
  readonly attacks: Readonly<Record<string, Readonly<Record<string, AttackCell>>>>
  readonly falseAlarmsPerMillion: Readonly<Record<string, number>>
  readonly benignSessions: number
  /** Counted at the DynamoDB client on a smaller world. Without that count, the estimate of the detector in memory. */
  readonly updatesPerLookup: number
  readonly seeds: readonly number[]
}

/** False alarms of several seeds together. */
export type Pooled = {
  readonly seeds: readonly number[]
  readonly sessions: number
  readonly falseAlarms: Readonly<Record<string, number>>
  readonly byReading: Readonly<Record<string, number>>
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export const addRecords = (records: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const record of records)
    for (const [key, value] of Object.entries(record)) total[key] = (total[key] ?? 0) + value
  return total
}

export const poolOf = (runs: readonly Omit<Pooled, "seeds">[], seeds: readonly number[]): Pooled => ({
  seeds,
  sessions: sum(runs.map(({ sessions }) => sessions)),
  falseAlarms: addRecords(runs.map(({ falseAlarms }) => falseAlarms)),
  byReading: addRecords(runs.map(({ byReading }) => byReading)),
})

export const poolOfResults = (results: readonly SeedResult[]): Pooled =>
  poolOf(
    results.map(({ ordinary }) => ({ ...ordinary, byReading: ordinary.falseAlarmsByReading })),
    results.map(({ seed }) => seed),
  )

export const round = (value: number, digits: number): number => Number(value.toFixed(digits))

export const perMillion = (count: number, sessions: number): number => (count * 1e6) / Math.max(1, sessions)

/** Writes per lookup by the estimate of the detector in memory. */
export const estimatedUpdatesPerLookup = (results: readonly SeedResult[]): number =>
  sum(results.map(({ ordinary }) => ordinary.updates)) /
  Math.max(1, sum(results.map(({ ordinary }) => ordinary.lookups)))

export const summarise = (results: readonly SeedResult[], counts: ClientCounts | null): Summary => {
  const pool = poolOfResults(results)
  const rates = detectorNames.map((name) => [name, round(perMillion(pool.falseAlarms[name] ?? 0, pool.sessions), 3)])
  return {
    attacks: Object.fromEntries(attacks.flatMap(({ name }) => cellsOf(results, name))),
    falseAlarmsPerMillion: Object.fromEntries(rates),
    benignSessions: pool.sessions,
    updatesPerLookup: round(counts?.updatesPerLookup ?? estimatedUpdatesPerLookup(results), 3),
    seeds: pool.seeds,
  }
}

/** An attack's cells under its name; nothing when it was not tried. */
const cellsOf = (
  results: readonly SeedResult[],
  attack: string,
): (readonly [string, Readonly<Record<string, AttackCell>>])[] => {
  const trials = results.flatMap((result) => result.trials).filter((trial) => trial.attack === attack)
  if (trials.length === 0) return []
  const cells = detectorNames.map((detector): [string, AttackCell] => [
    detector,
    {
      medianExposed: median(trials.map(({ exposed }) => exposed[detector] ?? 0)),
      caughtShare: round(trials.filter(({ caught }) => caught[detector]).length / trials.length, 3),
    },
  ])
  return [[attack, Object.fromEntries(cells)]]
}

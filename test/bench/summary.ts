/** The benchmark's findings over all seeds, in figures. */
import type { Outcome, Trial } from "./attack-run.ts"
import { attacks } from "./attacks/attacks.ts"
import type { ClientCounts } from "./client-counts.ts"
import {
  type Burden,
  burdenName,
  type CountsByKind,
  type OrdinaryCounts,
  type OrdinaryTool,
  ordinaryTools,
} from "./ordinary-tally.ts"
import { detectorNames, ownName } from "./peers.ts"
import type { SeedResult } from "./run-seed.ts"
import { median, sum } from "./statistics.ts"
import type { ShownTool, ToolOutcome } from "./tools.ts"
import { looksLikeRecipient, unregisteredKinds, type VisitorKind, visitorKinds } from "./world/identities.ts"

export type AttackCell = {
  /** Records of other people shown before the alarm and in all, medians of all trials. */
  readonly shownBefore: number
  readonly shownInAll: number
  /** Share of the trials in which an alarm was raised. */
  readonly caughtShare: number
  /** Of the records that were left to show at the alarm, the share that was withheld, over all trials. */
  readonly stoppedShare: number
  /** Visits of bystanders that were refused, the median. */
  readonly innocentsRefused: number
}

/** An attack in one tool: medians of all trials. */
export type ToolCell = Omit<ToolOutcome, "isCaught" | "reached"> & {
  /** Share of the trials in which an alarm was raised. */
  readonly caughtShare: number
}

/** Strangers' visits, without a link, that a tool asked for proof. */
export type AskedBudget = {
  /** Where no attack was made, of 100: over all days, and on the worst day of a seed. */
  readonly percent: number
  readonly percentOnWorstDay: number
  /** For each attack that raised an alarm: the median and the most over all trials. */
  readonly perAlarm: number
  readonly perAlarmAtMost: number
}

export type Summary = {
  readonly asked: Readonly<Record<OrdinaryTool, AskedBudget>>
  /** The same figures with small sellers and support teams, whom nobody registered, counted as honest people. */
  readonly withUnregistered: {
    readonly sessions: number
    readonly falseAlarmsPerMillion: number
    readonly refusedPerMillion: Readonly<Record<OrdinaryTool, number>>
  }
  /** By attack and tool. */
  readonly tools: Readonly<Record<string, Readonly<Record<ShownTool, ToolCell>>>>
  /** Ordinary visits per million, by tool. */
  readonly burdensPerMillion: Readonly<Record<OrdinaryTool, Readonly<Record<Burden, number>>>>
  /** By attack and detector. */
  readonly attacks: Readonly<Record<string, Readonly<Record<string, AttackCell>>>>
  readonly benignSessions: number
  readonly falseAlarmsPerMillion: Readonly<Record<string, number>>
  readonly falseRefusalsPerMillion: Readonly<Record<string, number>>
  /** Counted at the DynamoDB client on a smaller world. Without that count, the estimate of the detector in memory. */
  readonly updatesPerLookup: number
  readonly seeds: readonly number[]
}

/** The ordinary traffic of several seeds together. */
export type Pooled = {
  readonly seeds: readonly number[]
  /** By kind of visitor. */
  readonly sessions: Readonly<Record<string, number>>
  readonly alarms: CountsByKind
  readonly refusedSessions: CountsByKind
  readonly burdened: CountsByKind
  readonly clusters: OrdinaryCounts["clusters"]
  readonly alarmsByCause: Readonly<Record<string, number>>
  readonly refusedByCause: Readonly<Record<string, number>>
}

/** Honest people, small sellers and support teams among them; and those who are no heavy readers. */
export const honestKinds: readonly VisitorKind[] = visitorKinds.filter(looksLikeRecipient)
export const benignKinds: readonly VisitorKind[] = honestKinds.filter((kind) => !unregisteredKinds.includes(kind))

/** The part of some kinds in counts by kind of visitor. */
export const countOf = (kinds: readonly VisitorKind[], counts: Readonly<Record<string, number>> = {}): number =>
  sum(kinds.map((kind) => counts[kind] ?? 0))

/** The benign part of counts by kind of visitor. */
export const benignOf = (counts?: Readonly<Record<string, number>>): number => countOf(benignKinds, counts)

export const addRecords = (records: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const record of records)
    for (const [key, value] of Object.entries(record)) total[key] = (total[key] ?? 0) + value
  return total
}

const addByKind = (counts: readonly CountsByKind[]): CountsByKind => {
  const names = new Set(counts.flatMap((one) => Object.keys(one)))
  return Object.fromEntries([...names].map((name) => [name, addRecords(counts.map((one) => one[name] ?? {}))]))
}

const joinClusters = (all: readonly Pooled["clusters"][]): Pooled["clusters"] => {
  const names = new Set(all.flatMap((one) => Object.keys(one)))
  return Object.fromEntries([...names].map((name) => [name, all.flatMap((one) => one[name] ?? [])]))
}

export const poolOf = (runs: readonly Omit<Pooled, "seeds">[], seeds: readonly number[]): Pooled => ({
  seeds,
  sessions: addRecords(runs.map(({ sessions }) => sessions)),
  alarms: addByKind(runs.map(({ alarms }) => alarms)),
  refusedSessions: addByKind(runs.map(({ refusedSessions }) => refusedSessions)),
  burdened: addByKind(runs.map(({ burdened }) => burdened)),
  clusters: joinClusters(runs.map(({ clusters }) => clusters)),
  alarmsByCause: addRecords(runs.map(({ alarmsByCause }) => alarmsByCause)),
  refusedByCause: addRecords(runs.map(({ refusedByCause }) => refusedByCause)),
})

export const poolOfResults = (results: readonly SeedResult[]): Pooled =>
  poolOf(
    results.map(({ ordinary }) => ordinary),
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
  const benignSessions = benignOf(pool.sessions)
  const rateOf = (counts: CountsByKind[string] | undefined) => round(perMillion(benignOf(counts), benignSessions), 3)
  const rates = (of: CountsByKind) => Object.fromEntries(detectorNames.map((name) => [name, rateOf(of[name])]))
  const burdensIn = (tool: OrdinaryTool) => {
    const of = (burden: Burden) => rateOf(pool.burdened[burdenName(tool, burden)])
    return { refusal: of("refusal"), proof: of("proof"), phase: of("phase") }
  }
  const trials = results.flatMap((result) => result.trials)
  const asked = (tool: OrdinaryTool) => askedBudget(results, tool)
  return {
    asked: { hub: asked("hub"), guarded: asked("guarded"), enforced: asked("enforced") },
    withUnregistered: withUnregistered(pool),
    attacks: Object.fromEntries(attacks.flatMap(({ name }) => cellsOf(trials, name))),
    tools: Object.fromEntries(attacks.flatMap(({ name }) => toolCellsOf(trials, name))),
    burdensPerMillion: {
      hub: burdensIn("hub"),
      guarded: burdensIn("guarded"),
      enforced: burdensIn("enforced"),
    },
    benignSessions,
    falseAlarmsPerMillion: rates(pool.alarms),
    falseRefusalsPerMillion: rates(pool.refusedSessions),
    updatesPerLookup: round(counts?.updatesPerLookup ?? estimatedUpdatesPerLookup(results), 3),
    seeds: pool.seeds,
  }
}

const withUnregistered = (pool: Pooled): Summary["withUnregistered"] => {
  const sessions = countOf(honestKinds, pool.sessions)
  const rateOf = (counts: CountsByKind[string] | undefined) =>
    round(perMillion(countOf(honestKinds, counts), sessions), 3)
  const [hub, guarded, enforced] = ordinaryTools.map((tool) => rateOf(pool.burdened[burdenName(tool, "refusal")]))
  return {
    sessions,
    falseAlarmsPerMillion: rateOf(pool.alarms[ownName]),
    refusedPerMillion: { hub: hub ?? 0, guarded: guarded ?? 0, enforced: enforced ?? 0 },
  }
}

const askedBudget = (results: readonly SeedResult[], tool: OrdinaryTool): AskedBudget => {
  const days = results.flatMap(({ ordinary: { strangersByDay, askedByDay } }) =>
    Object.entries(strangersByDay).map(([day, strangers]) => ({ strangers, asked: askedByDay[`${tool}|${day}`] ?? 0 })),
  )
  const percentOf = (of: typeof days) =>
    round((100 * sum(of.map(({ asked }) => asked))) / Math.max(1, sum(of.map(({ strangers }) => strangers))), 3)
  const alarmed = results.flatMap(({ trials }) =>
    trials.map(({ tools }) => tools[tool]).filter(({ isCaught }) => isCaught),
  )
  const perAlarm = alarmed.map(({ asked }) => asked)
  return {
    percent: percentOf(days),
    percentOnWorstDay: Math.max(0, ...days.map((day) => percentOf([day]))),
    perAlarm: median(perAlarm),
    perAlarmAtMost: Math.max(0, ...perAlarm),
  }
}

/** An attack's cells under its name; nothing when it was not tried. */
const cellsOf = (
  all: readonly Trial[],
  attack: string,
): (readonly [string, Readonly<Record<string, AttackCell>>])[] => {
  const trials = all.filter((trial) => trial.attack === attack)
  if (trials.length === 0) return []
  const cells = detectorNames.map(
    (name) => [name, cellOf(trials.flatMap(({ outcomes }) => outcomes[name] ?? []))] as const,
  )
  return [[attack, Object.fromEntries(cells)]]
}

/** An attack's cells by tool under its name; nothing when it was not tried. */
const toolCellsOf = (all: readonly Trial[], attack: string): (readonly [string, Record<ShownTool, ToolCell>])[] => {
  const trials = all.filter((trial) => trial.attack === attack)
  if (trials.length === 0) return []
  const of = (tool: ShownTool) => toolCellOf(trials.map(({ tools }) => tools[tool]))
  return [[attack, { hub: of("hub"), guarded: of("guarded"), enforced: of("enforced"), alone: of("alone") }]]
}

const toolCellOf = (outcomes: readonly ToolOutcome[]): ToolCell => {
  const medianOf = (read: (outcome: ToolOutcome) => number) => median(outcomes.map(read))
  return {
    caughtShare: round(outcomes.filter(({ isCaught }) => isCaught).length / outcomes.length, 3),
    reachedBefore: medianOf(({ reachedBefore }) => reachedBefore),
    phases: medianOf(({ phases }) => phases),
    details: medianOf(({ details }) => details),
    asked: medianOf(({ asked }) => asked),
    refused: medianOf(({ refused }) => refused),
  }
}

const cellOf = (outcomes: readonly Outcome[]): AttackCell => {
  const total = (read: (outcome: Outcome) => number) => sum(outcomes.map(read))
  const left = total(({ reached, shownBefore }) => reached - shownBefore)
  const withheld = total(({ reached, shownInAll }) => reached - shownInAll)
  return {
    shownBefore: median(outcomes.map(({ shownBefore }) => shownBefore)),
    shownInAll: median(outcomes.map(({ shownInAll }) => shownInAll)),
    caughtShare: round(outcomes.filter(({ isCaught }) => isCaught).length / outcomes.length, 3),
    stoppedShare: left <= 0 ? 0 : Math.min(1, round(withheld / left, 3)),
    innocentsRefused: median(outcomes.map(({ innocentsRefused }) => innocentsRefused)),
  }
}

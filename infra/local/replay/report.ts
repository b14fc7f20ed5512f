import Table from "cli-table3"
import type { GuardedToolResult } from "./guarded-tool.ts"

/** The figures of one leg of the replay, read from the deployed system. */
export type LegResult = {
  /** Lookups by the walker or guesser. */
  readonly lookups: number
  /** Of those, answered "Not found". */
  readonly refusedLookups: number
  /** Shipments shown before the access that crossed the threshold. */
  readonly recordsExposedBeforeAnomaly: number
  /** Shipments shown until the accessor could be refused. The delay of batched reports is included. */
  readonly recordsExposedBeforeRestriction: number
  /** Exposures of the breach cases. */
  readonly recordsExposedInAll: number
  readonly fieldsExposed: readonly string[]
  /**
   * From the access that crossed the threshold reaching the hub to the alert in the last party's queue. Cases of
   * reports that the replay sent faster than a carrier would are left out.
   */
  readonly secondsFromCrossingToAlert: number | null
  readonly alertedParties: readonly string[]
  readonly acknowledgedBy: readonly string[]
  readonly benignLookups: number
  readonly benignRefused: number
  readonly anomalies: readonly { readonly chart: string; readonly score: number }[]
  /** Whether the cases' exposures are those of a recount of all answers. */
  readonly exposuresMatchAnswers: boolean
}

export type ReplayResult = {
  readonly guarded?: LegResult
  readonly guesser?: LegResult
  readonly observed?: LegResult
  readonly guardedTool?: readonly GuardedToolResult[]
  /** The step that failed. Legs without figures were not replayed to their end. */
  readonly failed?: { readonly step: string; readonly reason: string }
  readonly seconds: { readonly setUp?: number; readonly deploy?: number; readonly replay: number }
}

const rows: readonly [string, (leg: LegResult) => string | number][] = [
  ["Lookups by the walker or guesser", (leg) => leg.lookups],
  ["  of these refused", (leg) => leg.refusedLookups],
  ["Shipments shown before the anomaly", (leg) => leg.recordsExposedBeforeAnomaly],
  ["Shipments shown before the restriction", (leg) => leg.recordsExposedBeforeRestriction],
  ["Shipments shown in all", (leg) => leg.recordsExposedInAll],
  ["Fields shown", (leg) => list(leg.fieldsExposed)],
  ["Seconds from anomaly to last alert", (leg) => leg.secondsFromCrossingToAlert?.toFixed(1) ?? "no alert"],
  ["Parties alerted", (leg) => list(leg.alertedParties)],
  ["Acknowledged by", (leg) => list(leg.acknowledgedBy)],
  ["Recipients' own lookups", (leg) => leg.benignLookups],
  ["  of these refused", (leg) => leg.benignRefused],
  ["Anomalies (chart, score)", (leg) => list(leg.anomalies.map(({ chart, score }) => `${chart} ${score.toFixed(1)}`))],
  ["Exposures match a recount of the answers", (leg) => (leg.exposuresMatchAnswers ? "yes" : "NO")],
]

const notReplayed = "not replayed"

/** The figures as a table for people, and what failed. */
export function reportTable({
  guarded,
  guesser,
  observed,
  guardedTool = [],
  failed,
}: Omit<ReplayResult, "seconds">): string {
  const table = new Table({
    head: ["", "hub's lookup, no proof", "hub's lookup, guessed postal codes", "carrier's own tool, as in 2018"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [42, 24, 36, 34],
  })
  const legs = [guarded, guesser, observed]
  for (const [title, value] of rows)
    table.push([title, ...legs.map((leg) => (leg === undefined ? notReplayed : value(leg)))])
  const matches = legs.every((leg) => leg === undefined || leg.exposuresMatchAnswers)
  return [
    table.toString(),
    ...guardedTool.map(guardedToolInWords),
    ...(matches ? [] : [mismatch]),
    ...(failed === undefined ? [] : [`The replay failed at "${failed.step}": ${failed.reason}`]),
  ].join("\n")
}

function guardedToolInWords({ addresses, walked, phases, details, ...own }: GuardedToolResult): string {
  const from = addresses === 1 ? "one address" : `${addresses} addresses`
  return (
    `In a carrier's own tool with wayseal guard, the walk of ${walked} from ${from} saw ${phases} phases and ${details} ` +
    `details.\n  ${own.recipientsShown} of ${own.recipients} recipients saw their own details, ${own.recipientsAsked} ` +
    "after they typed their postal code."
  )
}

const mismatch = `A case has other exposures than the answers showed. That happens if you use the exchange while the replay runs: start
again, and wait for the table. If nobody used it, the hub counts wrongly.`

function list(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ")
}

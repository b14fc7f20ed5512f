import Table from "cli-table3"
import * as z from "zod"

/** What one leg of the replay came to, every figure read back from the deployed system. */
export const legResult = z.strictObject({
  lookups: z.int().meta({ description: "Lookups by whoever enumerates" }),
  refusedLookups: z.int().meta({ description: "Of those, answered with the uniform answer" }),
  recordsExposedBeforeAnomaly: z.int().meta({ description: "Shipments shown before the access that crossed" }),
  recordsExposedBeforeRestriction: z.int().meta({
    description: "Shipments shown until the accessor could be refused, the batching of reports included",
  }),
  recordsExposedInAll: z.int().meta({ description: "Exposures of the breach cases" }),
  fieldsExposed: z.array(z.string()),
  secondsFromCrossingToAlert: z.number().nullable().meta({
    description: "From the hub's receiving the access that crossed to the alert in the last party's queue",
  }),
  alertedParties: z.array(z.string()),
  acknowledgedBy: z.array(z.string()),
  benignLookups: z.int(),
  benignRefused: z.int(),
  anomalies: z.array(z.strictObject({ chart: z.string(), score: z.number() })),
  exposuresMatchAnswers: z.boolean().meta({
    description: "Whether the cases' exposures equal a recount of the answers given",
  }),
})
export type LegResult = z.infer<typeof legResult>

export const replayResult = z.strictObject({
  guarded: legResult,
  guesser: legResult,
  observed: legResult,
  seconds: z.strictObject({ setUp: z.number(), deploy: z.number(), replay: z.number() }),
})
export type ReplayResult = z.infer<typeof replayResult>

const rows: readonly [string, (leg: LegResult) => string | number][] = [
  ["Lookups by the walker or guesser", (leg) => leg.lookups],
  ["  refused", (leg) => leg.refusedLookups],
  ["Shipments shown before the anomaly", (leg) => leg.recordsExposedBeforeAnomaly],
  ["Shipments shown before the restriction", (leg) => leg.recordsExposedBeforeRestriction],
  ["Shipments shown in all", (leg) => leg.recordsExposedInAll],
  ["Fields shown", (leg) => list(leg.fieldsExposed)],
  ["Seconds from crossing to alert", (leg) => leg.secondsFromCrossingToAlert?.toFixed(1) ?? "no alert"],
  ["Parties alerted", (leg) => list(leg.alertedParties)],
  ["Acknowledged by", (leg) => list(leg.acknowledgedBy)],
  ["Recipients' own lookups", (leg) => leg.benignLookups],
  ["  refused", (leg) => leg.benignRefused],
  ["Anomalies (chart, score)", (leg) => list(leg.anomalies.map(({ chart, score }) => `${chart} ${score.toFixed(1)}`))],
  ["Exposures equal a recount of the answers", (leg) => (leg.exposuresMatchAnswers ? "yes" : "NO")],
]

/** The results as a table for people. */
export function reportTable(result: Omit<ReplayResult, "seconds">): string {
  const table = new Table({
    head: ["", "guarded, no proof", "guarded, guesses postal codes", "observed, as in 2018"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [42, 22, 31, 31],
  })
  for (const [title, value] of rows) {
    table.push([title, value(result.guarded), value(result.guesser), value(result.observed)])
  }
  return table.toString()
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ")
}

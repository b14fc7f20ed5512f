import { deployedFloorMilliseconds } from "../../../shared/watch/lookups/lookup.ts"
import { equalPromises } from "./equal-promises.ts"
import type { LargeCase } from "./large-case.ts"
import { type Cost, total } from "./model.ts"
import { hottestRows, observedIntroduction, observedReading, observedRows } from "./observed-report.ts"
import type { CountRow, PerformanceSummary, Row } from "./performance-summary.ts"
import { prices } from "./prices.ts"
import { perShipment } from "./shipment-cost.ts"

/** What the report says of itself. */
export type ReportOptions = {
  readonly command: string
  readonly seconds: number
  readonly passes: number
  /** File name of the picture. */
  readonly chart: string
}

const million = 1_000_000

/** The table for a terminal. */
export function toText({ rows }: PerformanceSummary): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const line = (cells: readonly string[]) =>
    `${cells.map((cell, index) => (index === 0 ? cell.padEnd(width) : cell.padStart(12))).join("")}\n`
  return [["", "exchange", "lean twin", "ratio", "equal twin", "ratio"], ...rows.map(cellsOf)].map(line).join("")
}

function cellsOf({ name, unit, exchange, twin, equal, ratio: { toLean, toEqual } }: Row): string[] {
  const [mine, lean, same] = [exchange, twin, equal].map((value) => figure(value, unit))
  return [name, mine ?? "", lean ?? "", times(toLean), same ?? "", times(toEqual)]
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`
}

function figure(value: number, unit: Row["unit"]): string {
  if (unit === "$") return `$${value.toFixed(2)}`
  if (unit === "ms") return `${value.toFixed(value < 10 ? 2 : 0)} ms`
  return String(Math.round(value * 100) / 100)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n")
}

/** docs/bench/performance.md. */
export function toMarkdown(summary: PerformanceSummary, options: ReportOptions): string {
  return `${[
    introduction(options),
    table(
      ["", "exchange", "lean twin: does less", "ratio", "twin with the same promises", "ratio"],
      summary.rows.map(cellsOf),
    ),
    `![Ratios of the exchange to the twins](${options.chart})`,
    reading,
    "## What the twin with the same promises promises",
    promisesIntroduction,
    promisesTable(),
    "## What a warm function asks of AWS",
    countsIntroduction,
    countTable(summary.counts),
    `## What a million shipments cost`,
    costIntroduction,
    costTable(summary),
    "### What each promise costs",
    promisePriceIntroduction,
    promisePriceTable(summary),
    "## An observed carrier of 2,000 lookups a second",
    observedIntroduction(summary.observed),
    table(["", "an hour"], observedRows(summary.observed)),
    table(["written most", "whose", "units a second", "limit"], hottestRows(summary.observed)),
    observedReading,
    largeCasesSection(summary.largeCases),
  ].join("\n\n")}\n`
}

const introduction = ({ command, seconds, passes }: ReportOptions): string => `# Performance and cost

Made by \`${command}\` in ${seconds.toFixed(0)} s, with ${passes} passes.

The exchange is the functions as they are deployed: the same bundles. Two twins are what a good engineer would write from
AWS's documentation, with middy, Powertools, zod and the document client, one call for one thing.

The *lean twin* (\`test/bench/twin\`) does less. It stores a redacted record and publishes events, one function an event.
It has no detector, no limit of guesses, no ledger that is found by network or block, no uniform answer, no sealed
references and no outbox: if it fails between a write and its event, the event is lost.

The *twin with the same promises* (\`test/bench/twin/equal\`) has all of these. It scores profiles with the exchange's own
functions, so the two differ in how they call AWS, start and store.

All are bundled with the same settings, except that the exchange requires Node's own modules (\`infra/bundle.ts\`). They
run by turns in fresh processes on the same events. A stub answers for AWS at once, in a process of its own, so times
hold no network.`

const reading = `A cold start is the time from loading the bundle to the first answer, in a process that runs already. It has the calls
that a new container makes for its secrets and keys. The desk loads its other routes, and its secret, when one of them
is first asked for. CPU is steadier than time, which grows with whatever else the machine does. CPU, calls and units
are of warm functions: of one message of a batch of 10, one lookup, and one access of an event of 100. Those of the
exchange and of the twin with the same promises have what follows on streams: relaying a shipment, and looking for cases,
which here is one call for each lookup or access and in production one for a batch of them. Times are medians, and differ
between machines; compare the ratios. Counts are exact, and \`test/bench/performance.test.ts\` holds each of them.`

const promisesIntroduction = `Each call serves a promise of the exchange. Calls are those of one warm invocation: 10 shipments or deliveries, one
lookup, or an event of 100 accesses. \`test/bench/performance.test.ts\` compares them with what is counted. Not in this
twin are house numbers, delegated lookups, erasures of single shipments, what a visitor of a restricted network knew
before, registers of heavy readers and secrets that rotate. Whoever trusts the conditions of the writes alone can leave
out Powertools' idempotency: two calls and two write units less for each event.`

function promisesTable(): string {
  return table(
    ["operation", "calls", "which", "promise"],
    equalPromises.map(({ operation, calls, made, promise }) => [operation, String(calls), made, promise]),
  )
}

const countsIntroduction = `Of one invocation of the exchange. Read and write units are DynamoDB's: 4 KB a read unit, 1 KB a write unit, a
transaction twice, and each index that has the item. The container has been called once before.`

const costIntroduction = `Dollars for 1M shipments, each created once, delivered once, looked up ${perShipment.lookups} times by a postal code and
${perShipment.accesses} times in the carrier's own tool. Prices are AWS's list prices of ${prices.region} as published in ${prices.asOf}, on demand, without
free tier (\`test/bench/performance/prices.ts\`). They were not checked again on the day of this run. Units, events
and messages are counted. Lambda's time is modelled: the CPU that was measured, at the share of a CPU that the
function's memory buys, 5 ms for each call that it waits for, and the floor of ${deployedFloorMilliseconds} ms under which
no lookup of the exchange and of the twin with the same promises is answered. Queues and the stream of shipments hand
over ten at once, the stream of lookups one. The exchange also logs each lookup for both parties, closes
their days and states them; no twin does. The log gathers 100 lookups for a minute: where fewer come, an entry takes up to
three write units instead of 1.1. Both parties of a shipment may take its three events by webhook; how long their
endpoints take is left out. So are erasures, logs of functions, storage, backups and the keys' monthly price.`

const caseIntroduction = `One walker saw so many shipments of a retailer. An anomaly or a carrier's report of a time range opens the case. It is
counted from the ledger, by \`watch-duties\` once the opening has taken its ten seconds, or five for a report. Then the
retailer reads all exposures, records that each person was notified, takes out a dossier and closes the case. The
stores are in memory and count calls, and the bytes of a case's items. Seconds are modelled: 10 ms for each call that an
invocation waits for, and what it took on this machine. Calls for each thousand exposures and the largest item have to
stay the same.`

const promisePriceIntroduction = `Of one shipment in this model the units, and of a million shipments the dollars for these units, in the prices
above. The floor's dollars are Lambda's for the time that an answer waits. Calls, and Lambda's time for them, are left
out. \`test/bench/performance/promise-prices.ts\` says which calls serve which promise.`

function promisePriceTable({ promises }: PerformanceSummary): string {
  return table(
    ["promise", "read units", "write units", "dollars a million"],
    promises.map(({ promise, readUnits, writeUnits, dollars }) => [
      promise,
      readUnits.toFixed(1),
      writeUnits.toFixed(1),
      `$${(dollars * million).toFixed(2)}`,
    ]),
  )
}

/** The part of the page about large cases. */
export function largeCasesSection(cases: readonly LargeCase[]): string {
  return ["## Large cases", caseIntroduction, caseTable(cases), caseSizes(cases)].join("\n\n")
}

function caseTable(cases: readonly LargeCase[]): string {
  return table(
    ["exposures", "step", "times", "calls per 1,000", "KB per 1,000", "longest: calls", "seconds"],
    cases.flatMap(({ exposures, openedBy, steps }) =>
      steps.map((step) => [
        String(exposures),
        step.name === "open" ? `open by ${openedBy}` : step.name,
        String(step.invocations),
        ((step.calls / exposures) * 1_000).toFixed(1),
        (((step.bytes / exposures) * 1_000) / 1_024).toFixed(0),
        String(step.longestCalls),
        step.longestSeconds.toFixed(1),
      ]),
    ),
  )
}

function caseSizes(cases: readonly LargeCase[]): string {
  return table(
    ["exposures", "opened by", "largest item", "measured in"],
    cases.map(({ exposures, openedBy, largestItemBytes, seconds }) => [
      String(exposures),
      openedBy,
      `${(largestItemBytes / 1_024).toFixed(1)} KB`,
      `${seconds.toFixed(0)} s`,
    ]),
  )
}

function countTable(rows: readonly CountRow[]): string {
  return table(
    ["operation", "of", "calls", "bytes sent", "read units", "write units", "events"],
    rows.map(({ name, of, calls, requestBytes, readUnits, writeUnits, events }) =>
      [name, of, calls, requestBytes, readUnits, writeUnits, events].map(String),
    ),
  )
}

const costNames: Readonly<Record<keyof Cost, string>> = {
  lambda: "Lambda",
  reads: "DynamoDB reads",
  writes: "DynamoDB writes",
  events: "EventBridge",
  queue: "SQS",
  api: "HTTP API",
}

function costTable({ cost: { exchange, twin, equal }, logCost, webhookCost }: PerformanceSummary): string {
  const dollars = (value: number) => `$${(value * million).toFixed(2)}`
  const kinds: readonly (keyof Cost)[] = ["lambda", "reads", "writes", "events", "queue", "api"]
  return table(
    ["", "exchange", "lean twin", "twin with the same promises"],
    [
      ...kinds.map((kind) => [costNames[kind], ...[exchange, twin, equal].map((of) => dollars(of[kind]))]),
      ["**together**", ...[exchange, twin, equal].map((of) => dollars(total(of)))],
      ["log of the ledger and statements", dollars(total(logCost)), "", ""],
      ["webhooks of both parties", dollars(total(webhookCost)), "", ""],
      ["**with these**", dollars(total(exchange) + total(logCost) + total(webhookCost)), "", ""],
    ],
  )
}

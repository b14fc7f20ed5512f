import { median, sum } from "../statistics.ts"
import type { LargeCase } from "./large-case.ts"
import type { CountedOperation } from "./measure-operation.ts"
import type { Passes } from "./measure-passes.ts"
import { type Cost, total } from "./model.ts"
import type { ObservedCarrier } from "./observed-carrier.ts"
import { type PromisePrice, promisePrices } from "./promise-prices.ts"
import type { FunctionRun } from "./run-exchange.ts"
import { costOfShipment, equalParts, exchangeParts, logParts, twinParts, webhookParts } from "./shipment-cost.ts"
import { sumOf } from "./stub/counts.ts"

/** One figure of the exchange, of the lean twin and of the twin with the same promises. */
export type Row = {
  readonly name: string
  readonly unit: "ms" | "calls" | "units" | "$"
  readonly exchange: number
  readonly twin: number
  readonly equal: number
  /** The exchange's figure divided by those of the twins. */
  readonly ratio: { readonly toLean: number; readonly toEqual: number }
}

type Of<Figure> = { readonly exchange: Figure; readonly twin: Figure; readonly equal: Figure }

/** What one operation asks of AWS. */
export type CountRow = {
  readonly name: string
  readonly of: number
  readonly calls: number
  readonly requestBytes: number
  readonly readUnits: number
  /** Those of indexes included. */
  readonly writeUnits: number
  readonly events: number
}

export type PerformanceSummary = {
  /** Medians of times, counts of warm functions, and modelled dollars. */
  readonly rows: readonly Row[]
  /** Of the exchange alone. */
  readonly counts: readonly CountRow[]
  /** Modelled dollars for one shipment. */
  readonly cost: Of<Cost>
  /** Of the exchange alone: logging what was looked up, which comes on top; and what each promise costs. */
  readonly logCost: Cost
  /** Of the exchange alone: delivering the events of a shipment to webhooks. */
  readonly webhookCost: Cost
  readonly promises: readonly PromisePrice[]
  readonly largeCases: readonly LargeCase[]
  readonly observed: ObservedCarrier
}

/**
 * What all do: the operations that it takes, those that follow from it on streams included, of which the lean twin has
 * the first alone, and their functions.
 */
const pairs = [
  {
    of: "a shipment",
    operations: ["record a shipment", "relay a shipment", "claim exposures of a shipment"],
    exchange: "record-shipment",
    twin: "record-shipment",
    equal: "equal/record-shipment",
  },
  {
    of: "a guarded lookup",
    operations: ["look a shipment up", "add a lookup to cases"],
    exchange: "look-up-shipment",
    twin: "look-up-shipment",
    equal: "equal/look-up-shipment",
  },
  {
    of: "a list of cases",
    operations: ["list a party's cases"],
    exchange: "serve-breach-desk",
    twin: "list-cases",
    equal: "list-cases",
  },
  {
    of: "an access",
    operations: ["record an access", "add a lookup to cases"],
    exchange: "record-access",
    twin: "record-access",
    equal: "equal/record-access",
  },
] as const

const million = 1_000_000

/** Medians over all passes. Counts are those of the first pass: they are the same in each. */
export function summarise(passes: Passes, largeCases: readonly LargeCase[]): PerformanceSummary {
  const all = eachOf((one) => operationsOf(passes[one]))
  const cost = {
    exchange: costOfShipment(all.exchange, exchangeParts),
    twin: costOfShipment(all.twin, twinParts),
    equal: costOfShipment(all.equal, equalParts),
  }
  const cold = [
    ...coldRows(passes, "cold start", (run, first) => run.loadMilliseconds + first.firstMilliseconds),
    ...coldRows(
      passes,
      "CPU of a cold start",
      (run, first) => (run.loadCpuMicroseconds + first.firstCpuMicroseconds) / 1_000,
    ),
  ]
  const rowsOf = (what: string, unit: Row["unit"], of: (operation: CountedOperation) => number) =>
    pairs.map((pair) =>
      row(`${what} of ${pair.of}`, unit, (one) =>
        sumFor(all[one], one === "twin" ? pair.operations.slice(0, 1) : pair.operations, of),
      ),
    )
  const cpu = rowsOf("CPU", "ms", ({ cpuMicroseconds, of }) => median(cpuMicroseconds) / of / 1_000)
  const calls = rowsOf("AWS calls", "calls", (one) => countRow(one).calls / one.of)
  const units = rowsOf("write units", "units", (one) => countRow(one).writeUnits / one.of).filter(
    ({ twin: of }) => of > 0,
  )
  const dollars = row("modelled cost of 1M shipments", "$", (one) => total(cost[one]) * million)
  return {
    rows: [...cold, ...cpu, ...calls, ...units, dollars],
    counts: all.exchange.map(countRow),
    cost,
    logCost: costOfShipment(all.exchange, logParts),
    webhookCost: costOfShipment(all.exchange, webhookParts),
    promises: promisePrices(all.exchange),
    largeCases,
    observed: passes.observed,
  }
}

type Measured = keyof Of<unknown>

function eachOf<Figure>(figureOf: (one: Measured) => Figure): Of<Figure> {
  return { exchange: figureOf("exchange"), twin: figureOf("twin"), equal: figureOf("equal") }
}

function row(name: string, unit: Row["unit"], figureOf: (one: Measured) => number): Row {
  const of = eachOf(figureOf)
  return { name, unit, ...of, ratio: { toLean: of.exchange / of.twin, toEqual: of.exchange / of.equal } }
}

function coldRows(passes: Passes, what: string, of: ColdFigure): Row[] {
  return pairs
    .slice(0, 3)
    .map(({ operations: [name], ...functions }) =>
      row(`${what}, ${name}`, "ms", (one) => coldStart(passes[one], functions[one], name, of)),
    )
}

/** Each operation with the CPU times of every pass. */
function operationsOf(passes: readonly FunctionRun[][]): CountedOperation[] {
  const [first = []] = passes
  const all = passes.flatMap((runs) => runs.flatMap(({ operations }) => operations))
  return first
    .flatMap(({ operations }) => operations)
    .map((operation) => ({
      ...operation,
      cpuMicroseconds: all
        .filter(({ name }) => name === operation.name)
        .flatMap(({ cpuMicroseconds }) => cpuMicroseconds),
    }))
}

/** A figure of a function's start and of its first answer. */
type ColdFigure = (run: FunctionRun, first: CountedOperation) => number

/** The median over all passes. */
function coldStart(passes: readonly FunctionRun[][], functionName: string, name: string, of: ColdFigure): number {
  return median(
    passes.flat().flatMap((run) => {
      const first = run.operations.find((operation) => operation.name === name)
      return run.functionName !== functionName || first === undefined ? [] : [of(run, first)]
    }),
  )
}

/** The sum of a figure over operations. @throws Error when one was not measured */
function sumFor(
  operations: readonly CountedOperation[],
  names: readonly string[],
  of: (operation: CountedOperation) => number,
): number {
  return sum(
    names.map((name) => {
      const found = operations.find((one) => one.name === name)
      if (found === undefined) throw new Error(`"${name}" was not measured`)
      return of(found)
    }),
  )
}

function countRow({ name, of, counts }: CountedOperation): CountRow {
  const all = sumOf(counts)
  return {
    name,
    of,
    calls: all.calls,
    requestBytes: all.requestBytes,
    readUnits: all.readUnits,
    writeUnits: all.writeUnits + all.indexWriteUnits,
    events: sumOf(counts, "events ").entries,
  }
}

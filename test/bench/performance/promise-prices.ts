import type { CountedOperation } from "./measure-operation.ts"
import { costOf, total } from "./model.ts"
import { prices } from "./prices.ts"
import { exchangeParts, logParts, type Part, webhookParts } from "./shipment-cost.ts"
import { addSums, type Counts, noSums, type Sums } from "./stub/counts.ts"

/** What one promise costs for one shipment of the model. Units and dollars are part of the sum, not beside it. */
export type PromisePrice = {
  readonly promise: string
  readonly readUnits: number
  readonly writeUnits: number
  readonly dollars: number
}

/** The calls that serve a promise: of which table, in which operations, and which share of their units. */
type Served = {
  readonly promise: string
  readonly calls: (called: string, operation: string) => boolean
  /** Of the write units: all, those of the named share of indexes, or none. */
  readonly writes?: (sums: Sums) => number
}

/** Of the five indexes of an access without proof. A lookup by postal code is in no report. */
const reportIndexes = 2 / 5

const served: readonly Served[] = [
  {
    promise: "Who looked can be proven: the log of the ledger, and statements",
    calls: (_, operation) => operation in logParts,
  },
  {
    promise: "No event for a webhook is lost, and each attempt can be looked up",
    calls: (_, operation) => operation in webhookParts,
  },
  {
    promise: "Lookups are in the ledger, and are found by visitor, network, record and numbers",
    calls: (called, operation) => called.startsWith("dynamodb Disclosures ") && operation in exchangeParts,
    writes: (sums) => sums.writeUnits + sums.indexWriteUnits,
  },
  {
    promise: "of that: what a carrier's report names is found, by two indexes",
    calls: (called, operation) => called === "dynamodb Disclosures BatchWriteItem" && operation === "record an access",
    writes: ({ indexWriteUnits }) => indexWriteUnits * reportIndexes,
  },
  {
    promise: "Walks are noticed: profiles of visitors, networks and numbers",
    calls: (called) => called.startsWith("dynamodb AccessProfiles "),
  },
  {
    promise: "Guesses of postal codes are bounded: budgets",
    calls: (called) => called.startsWith("dynamodb ChallengeFailures "),
  },
  {
    promise: "Restricted visitors and numbers are refused",
    calls: (called) => called.startsWith("dynamodb Restrictions "),
  },
  {
    promise: "What a suspect sees is added to the open case",
    calls: (called) => called.startsWith("dynamodb BreachCases "),
  },
]

/** The price of each promise for one shipment, from what its calls cost in units. */
export function promisePrices(operations: readonly CountedOperation[]): PromisePrice[] {
  const parts = { ...exchangeParts, ...logParts, ...webhookParts }
  return [...served.map((one) => priceOf(one, operations, parts)), uniformAnswer(operations)]
}

function priceOf(
  { promise, calls, writes = ({ writeUnits, indexWriteUnits }) => writeUnits + indexWriteUnits }: Served,
  operations: readonly CountedOperation[],
  parts: Readonly<Record<string, Part>>,
): PromisePrice {
  const each = Object.entries(parts).map(([name, { times }]) => {
    const { counts = {}, of = 1 } = operations.find((one) => one.name === name) ?? {}
    const sums = summed(counts, (called) => calls(called, name))
    return { readUnits: (sums.readUnits * times) / of, writeUnits: (writes(sums) * times) / of }
  })
  const readUnits = each.reduce((sum, one) => sum + one.readUnits, 0)
  const writeUnits = each.reduce((sum, one) => sum + one.writeUnits, 0)
  const dollars = readUnits * prices.dynamoReadUnit + writeUnits * prices.dynamoWriteUnit
  return { promise, readUnits, writeUnits, dollars }
}

function summed(counts: Counts, isCounted: (called: string) => boolean): Sums {
  return Object.entries(counts)
    .filter(([called]) => isCounted(called))
    .reduce((sum, [, sums]) => addSums(sum, sums), noSums)
}

/** What the floor under each answer costs: Lambda's time with it, and without. */
function uniformAnswer(operations: readonly CountedOperation[]): PromisePrice {
  const name = "look a shipment up"
  const measured = operations.find((one) => one.name === name)
  const part = exchangeParts[name]
  if (measured === undefined || part === undefined) throw new Error(`"${name}" was not measured`)
  const { floorMilliseconds: _, ...unheld } = part.deployment
  const dollars = (total(costOf(measured, part.deployment)) - total(costOf(measured, unheld))) * part.times
  return { promise: "Every refusal takes as long as an answer: the floor", readUnits: 0, writeUnits: 0, dollars }
}

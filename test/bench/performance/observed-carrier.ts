import { join } from "node:path"
import { creation, queueBatch } from "./events.ts"
import { exchangeEnvironment } from "./exchange-environment.ts"
import { type Hottest, hottestKeys } from "./hottest-keys.ts"
import { numbers } from "./measure-operation.ts"
import { billedMilliseconds, type Cost, costOf, type Deployment } from "./model.ts"
import { observedMix } from "./observed-mix.ts"
import { observedEvents } from "./observed-visits.ts"
import { batchSize } from "./run-exchange.ts"
import { runFunction } from "./run-function.ts"
import { type Counts, type Sums, sumOf } from "./stub/counts.ts"
import { readCounts, resetCounts } from "./stub/stub-client.ts"

/** An hour of a large carrier whose tool is observed. */
export type ObservedCarrier = {
  /** Lookups that the bundled function recorded, each after what its visitor had looked up before. */
  readonly recorded: number
  readonly seconds: number
  /** Of one lookup, on average. */
  readonly calls: number
  readonly readUnits: number
  readonly writeUnits: number
  readonly cpuMilliseconds: number
  /** Invocations a second, and how many run at the same time, so that none waits. */
  readonly invocationsPerSecond: number
  readonly atOnce: number
  /** Dollars of one lookup. */
  readonly cost: Cost
  readonly hottest: readonly Hottest[]
}

/** Two events come to an invocation, one after the other, as functions/record-access/deployment.ts says. */
const eventsPerInvocation = 2

const deployment: Deployment = { trigger: "queue", memoryMegabytes: 512, callsAtOnce: 8 }

/**
 * Lets the bundled function record the lives of so many parcels on an empty stub, and draws every lookup of so many
 * seconds to find the keys that are written most.
 *
 * @throws Error when an event is not recorded
 */
export async function measureObservedCarrier(options: {
  readonly bundles: string
  readonly stubUrl: string
  readonly recipients: number
  readonly seconds: number
}): Promise<ObservedCarrier> {
  const { recipients, seconds } = options
  const events = observedEvents(recipients, Date.now())
  const { counts, cpuMicroseconds } = await recordEvents(options, events)
  const perEvent = observedMix.accessesPerEvent
  const recorded = events.length * perEvent
  const all = sumOf(counts)
  const cpuMilliseconds = cpuMicroseconds / 1_000 / recorded
  const millisecondsPerEvent = billedMilliseconds(
    cpuMilliseconds * perEvent,
    (all.calls / recorded) * perEvent,
    deployment,
  )
  const ofEvent = { name: "observed", of: perEvent, counts: dividedBy(counts, events.length) }
  return {
    recorded,
    seconds,
    calls: all.calls / recorded,
    readUnits: all.readUnits / recorded,
    writeUnits: (all.writeUnits + all.indexWriteUnits) / recorded,
    cpuMilliseconds,
    invocationsPerSecond: observedMix.lookupsPerSecond / perEvent / eventsPerInvocation,
    atOnce: Math.ceil((observedMix.lookupsPerSecond / perEvent) * (millisecondsPerEvent / 1_000)),
    cost: costOf({ ...ofEvent, ...unmeasured, cpuMicroseconds: [cpuMicroseconds / events.length] }, deployment),
    hottest: hottestKeys(seconds),
  }
}

const unmeasured = { firstMilliseconds: 0, firstCpuMicroseconds: 0 }

function dividedBy(counts: Counts, by: number): Counts {
  const divided = (sums: Sums): Sums => ({
    calls: sums.calls / by,
    requestBytes: sums.requestBytes / by,
    readUnits: sums.readUnits / by,
    writeUnits: sums.writeUnits / by,
    indexWriteUnits: sums.indexWriteUnits / by,
    entries: sums.entries / by,
  })
  return Object.fromEntries(Object.entries(counts).map(([called, sums]) => [called, divided(sums)]))
}

/** Records the parcels, then the events, and counts what the events ask of AWS, a new container's first calls too. */
async function recordEvents(
  { bundles, stubUrl, recipients }: { bundles: string; stubUrl: string; recipients: number },
  events: readonly Parameters<typeof queueBatch>[0][number][],
): Promise<{ counts: Counts; cpuMicroseconds: number }> {
  const start = (name: string) =>
    runFunction({ bundle: join(bundles, name, "index.mjs"), stubUrl, environment: exchangeEnvironment(name) })
  const shipments = await start("record-shipment")
  for (let from = 0; from < recipients; from += batchSize)
    await shipments.invoke(queueBatch(numbers(from, batchSize).map(creation)))
  await shipments.stop()
  const accesses = await start("record-access")
  await resetCounts(stubUrl)
  let cpuMicroseconds = 0
  for (const event of events) {
    const { result, cpuMicroseconds: cpu } = await accesses.invoke(queueBatch([event]))
    if (!result.includes('"batchItemFailures":[]')) throw new Error(`An event was not recorded: ${result}`)
    cpuMicroseconds += cpu
  }
  const counts = await readCounts(stubUrl)
  await accesses.stop()
  return { counts, cpuMicroseconds }
}

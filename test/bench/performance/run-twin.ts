import { join } from "node:path"
import { type TwinFunction, twinEnvironment } from "../twin/bundle-twin.ts"
import { accesses, creation, delivery, guardedLookup, httpEvent, queueBatch } from "./events.ts"
import { type CountedOperation, measureOperation, numbers, type Operation } from "./measure-operation.ts"
import { accessesPerEvent, batchSize, type FunctionRun, type Rounds } from "./run-exchange.ts"
import { runFunction } from "./run-function.ts"

export type TwinOptions = { readonly bundles: string; readonly stubUrl: string; readonly rounds: Rounds }

/** Runs every function of the lean twin once, each in a fresh process, on the events that the exchange gets. */
export async function runTwin(options: TwinOptions): Promise<FunctionRun[]> {
  const { rounds } = options
  const batch = (round: number) => numbers(round * batchSize, batchSize)
  const accessBatch = (round: number) => numbers(round * accessesPerEvent, accessesPerEvent)
  const batches = { of: batchSize, rounds: rounds.ofOthers }
  return [
    await runTwinFunction(options, "record-shipment", [
      { ...batches, name: "record a shipment", event: (round) => queueBatch(batch(round).map(creation)) },
    ]),
    await runTwinFunction(options, "record-delivery", [
      { ...batches, name: "record a delivery", event: (round) => queueBatch(batch(round).map(delivery)) },
    ]),
    await runTwinFunction(options, "look-up-shipment", [
      { name: "look a shipment up", of: 1, rounds: rounds.ofOthers, event: (round) => guardedLookup(round) },
    ]),
    await runTwinFunction(options, "record-access", [
      {
        name: "record an access",
        of: accessesPerEvent,
        rounds: rounds.ofAccesses,
        event: (round) => queueBatch([accesses(accessBatch(round))]),
      },
    ]),
    await runTwinFunction(options, "list-cases", [listCases(rounds)]),
  ]
}

export function listCases(rounds: Rounds): Operation {
  return {
    name: "list a party's cases",
    of: 1,
    rounds: rounds.ofOthers,
    event: () => httpEvent("GET", "/v1/cases", { headers: { "x-party": "leafline" } }),
  }
}

/** Runs the operations of one function of a twin in one fresh process. */
export async function runTwinFunction(
  { bundles, stubUrl }: TwinOptions,
  functionName: TwinFunction,
  operations: readonly Operation[],
): Promise<FunctionRun> {
  const bundle = join(bundles, functionName, "index.mjs")
  const running = await runFunction({ bundle, stubUrl, environment: twinEnvironment(functionName) })
  const measured: CountedOperation[] = []
  for (const operation of operations) measured.push(await measureOperation(running, stubUrl, operation))
  await running.stop()
  const { loadMilliseconds, loadCpuMicroseconds } = running
  return { functionName, loadMilliseconds, loadCpuMicroseconds, operations: measured }
}

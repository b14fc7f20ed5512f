import { join } from "node:path"
import { type TwinFunction, twinEnvironment } from "../twin/bundle-twin.ts"
import { accesses, creation, delivery, guardedLookup, httpEvent, queueBatch } from "./events.ts"
import { measureOperation, numbers, type Operation } from "./measure-operation.ts"
import { accessesPerEvent, batchSize, type FunctionRun, type Rounds } from "./run-exchange.ts"
import { runFunction } from "./run-function.ts"

export type TwinOptions = { readonly bundles: string; readonly stubUrl: string; readonly rounds: Rounds }

/** Runs every function of the twin once, each in a fresh process, on the events that the exchange gets. */
export async function runTwin({ bundles, stubUrl, rounds }: TwinOptions): Promise<FunctionRun[]> {
  const batch = (round: number) => numbers(round * batchSize, batchSize)
  const accessBatch = (round: number) => numbers(round * accessesPerEvent, accessesPerEvent)
  const batches = { of: batchSize, rounds: rounds.ofOthers }
  const run = async (functionName: TwinFunction, operation: Operation): Promise<FunctionRun> => {
    const bundle = join(bundles, functionName, "index.mjs")
    const running = await runFunction({ bundle, stubUrl, environment: twinEnvironment(functionName) })
    const measured = await measureOperation(running, stubUrl, operation)
    await running.stop()
    const { loadMilliseconds, loadCpuMicroseconds } = running
    return { functionName, loadMilliseconds, loadCpuMicroseconds, operations: [measured] }
  }
  return [
    await run("record-shipment", {
      ...batches,
      name: "record a shipment",
      event: (round) => queueBatch(batch(round).map(creation)),
    }),
    await run("record-delivery", {
      ...batches,
      name: "record a delivery",
      event: (round) => queueBatch(batch(round).map(delivery)),
    }),
    await run("look-up-shipment", {
      name: "look a shipment up",
      of: 1,
      rounds: rounds.ofOthers,
      event: (round) => guardedLookup(round),
    }),
    await run("record-access", {
      name: "record an access",
      of: accessesPerEvent,
      rounds: rounds.ofAccesses,
      event: (round) => queueBatch([accesses(accessBatch(round))]),
    }),
    await run("list-cases", {
      name: "list a party's cases",
      of: 1,
      rounds: rounds.ofOthers,
      event: () => httpEvent("GET", "/v1/cases", { headers: { "x-party": "leafline" } }),
    }),
  ]
}

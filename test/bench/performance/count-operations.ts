import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { accesses, creation, delivery, guardedLookup, queueBatch, streamBatch } from "./events.ts"
import { exchangeEnvironment } from "./exchange-environment.ts"
import { type RunningFunction, runFunction } from "./run-function.ts"
import type { Counts } from "./stub/counts.ts"
import { readCounts, resetCounts, takeChanges } from "./stub/stub-client.ts"

/** The functions that are counted, in the order in which a shipment meets them. */
export const countedFunctions = [
  "record-shipment",
  "relay-tracking",
  "record-progress",
  "look-up-shipment",
  "record-access",
] as const
type CountedFunction = (typeof countedFunctions)[number]

/** What one call of a warm function asked of AWS, and for how many shipments, lookups or accesses. */
export type CountedOperation = { readonly name: string; readonly of: number; readonly counts: Counts }

/** Messages of a batch. Also what infra gives a queue. */
const batchSize = 10

const accessesPerEvent = 100

/** Numbers from `from` on. */
function numbers(from: number, length: number): number[] {
  return Array.from({ length }, (_, index) => from + index)
}

/**
 * Counts each operation of the hot path on warm functions: the container has its secrets, keys and profiles.
 *
 * @param bundles the folder that `bundleFunctions` made
 */
export async function countOperations(bundles: string, stubUrl: string): Promise<CountedOperation[]> {
  const counted: CountedOperation[] = []
  const start = (name: CountedFunction) =>
    runFunction({ bundle: join(bundles, name, "index.mjs"), stubUrl, environment: exchangeEnvironment(name) })
  const count = async (running: RunningFunction, operation: { name: string; of: number; event: object }) => {
    await resetCounts(stubUrl)
    const { result } = await running.invoke(operation.event)
    if (!/"batchItemFailures":\[\]|"statusCode":200/.test(result))
      throw new Error(`${operation.name} failed: ${result}`)
    counted.push({ name: operation.name, of: operation.of, counts: await readCounts(stubUrl) })
    return result
  }
  const batch = numbers(1, batchSize)

  const recordShipment = await start("record-shipment")
  await recordShipment.invoke(queueBatch([creation(0)]))
  await takeChanges(stubUrl, "TrackingRecords")
  const creations = queueBatch(batch.map(creation))
  await count(recordShipment, { name: "record a shipment", of: batchSize, event: creations })
  const created = await takeChanges(stubUrl, "TrackingRecords")
  await count(recordShipment, { name: "record a shipment again", of: batchSize, event: creations })
  const others = numbers(batchSize + 1, accessesPerEvent)
  await recordShipment.invoke(queueBatch(others.map(creation)))
  await takeChanges(stubUrl, "TrackingRecords")
  await recordShipment.stop()

  const relayTracking = await start("relay-tracking")
  await relayTracking.invoke(streamBatch(created.slice(0, 2)))
  await count(relayTracking, { name: "relay a shipment", of: batchSize, event: streamBatch(created) })

  const recordProgress = await start("record-progress")
  await recordProgress.invoke(queueBatch([delivery(0)]))
  await takeChanges(stubUrl, "TrackingRecords")
  await count(recordProgress, { name: "record a delivery", of: batchSize, event: queueBatch(batch.map(delivery)) })
  const delivered = await takeChanges(stubUrl, "TrackingRecords")
  await recordProgress.stop()
  await count(relayTracking, { name: "relay a delivery", of: batchSize, event: streamBatch(delivered) })
  await relayTracking.stop()

  const lookUpShipment = await start("look-up-shipment")
  await lookUpShipment.invoke(guardedLookup(0))
  const shown = await count(lookUpShipment, { name: "look a shipment up", of: 1, event: guardedLookup(1) })
  const cookie = /__Host-wayseal=[^;"]+/.exec(shown)?.[0]
  // A new cookie makes another visitor, whose second lookup finds what its first one stored.
  await lookUpShipment.invoke(guardedLookup(1, cookie))
  // Profiles keep seconds. A repeat within the second would be taken for the same contact, written again after a crash.
  await setTimeout(1_100)
  await count(lookUpShipment, { name: "look a shipment up again", of: 1, event: guardedLookup(1, cookie) })
  await lookUpShipment.stop()

  const recordAccess = await start("record-access")
  await recordAccess.invoke(queueBatch([accesses([0])]))
  const event = queueBatch([accesses(others)])
  await count(recordAccess, { name: "record an access", of: accessesPerEvent, event })
  await count(recordAccess, { name: "record an access again", of: accessesPerEvent, event })
  await recordAccess.stop()
  return counted
}

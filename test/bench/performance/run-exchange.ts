import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { accesses, creation, delivery, guardedLookup, httpEvent, queueBatch, streamBatch } from "./events.ts"
import { exchangeEnvironment } from "./exchange-environment.ts"
import { type CountedOperation, measureOperation, numbers, type Operation } from "./measure-operation.ts"
import { runFunction } from "./run-function.ts"
import { deliverToWebhook } from "./run-webhook.ts"
import { takeChanges } from "./stub/stub-client.ts"

/** The functions that are measured, in the order in which a shipment meets them. */
export const measuredFunctions = [
  "record-shipment",
  "relay-tracking",
  "claim-exposures",
  "record-progress",
  "look-up-shipment",
  "extend-exposures",
  "record-access",
  "log-disclosures",
  "make-statements",
  "serve-breach-desk",
] as const
export type MeasuredFunction = (typeof measuredFunctions)[number]

/** One function's operations, and how long its bundle took to load. */
export type FunctionRun = {
  readonly functionName: string
  readonly loadMilliseconds: number
  readonly loadCpuMicroseconds: number
  readonly operations: readonly CountedOperation[]
}

/** Messages of a queue's batch, as infra sets it, and changes of a stream's batch. */
export const batchSize = 10

export const accessesPerEvent = 100

/** Rounds of each operation: of those of a hundred accesses, and of the others. */
export type Rounds = { readonly ofAccesses: number; readonly ofOthers: number }

type Changes = Awaited<ReturnType<typeof takeChanges>>

export type ExchangeOptions = {
  /** The folder that `bundleFunctions` made. */
  readonly bundles: string
  readonly stubUrl: string
  readonly rounds: Rounds
  /** The header of a party that asks for its cases. */
  authorization(): Promise<string>
}

/** Runs every measured function of the exchange once, each in a fresh process, on an empty stub. */
export async function runExchange(options: ExchangeOptions): Promise<FunctionRun[]> {
  const { stubUrl, rounds, authorization } = options
  const changesOf = (table: "TrackingRecords" | "Disclosures") => {
    const byRound: Changes[] = []
    return { byRound, after: async () => void byRound.push(await takeChanges(stubUrl, table)) }
  }
  const created = changesOf("TrackingRecords")
  const delivered = changesOf("TrackingRecords")
  const seen = changesOf("Disclosures")
  const reported = changesOf("Disclosures")
  const batch = (round: number) => numbers(round * batchSize, batchSize)
  const creations = new Map<number, object>()
  const creationsOf = (round: number) => {
    const event = creations.get(round) ?? queueBatch(batch(round).map(creation))
    creations.set(round, event)
    return event
  }
  const visitors = numbers(accessesPerEvent, accessesPerEvent)
  const hourMilliseconds = 3_600_000
  // Of the hour before, but always of today: that is the day which is closed below.
  const today = new Date().setUTCHours(0, 0, 0, 0)
  const accessedAt = Math.max(today, Math.floor(Date.now() / hourMilliseconds - 1) * hourMilliseconds)
  const accessed = queueBatch([accesses(visitors, new Date(accessedAt).toISOString())])
  const accessesOf = (round: number) =>
    round === 1 ? accessed : queueBatch([accesses(numbers(round * accessesPerEvent, accessesPerEvent))])
  // Every access is of a parcel that was recorded.
  const recorded = Math.max(rounds.ofOthers, (rounds.ofAccesses * accessesPerEvent) / batchSize)
  const batches = { of: batchSize, rounds: rounds.ofOthers }
  const run = (name: MeasuredFunction, operations: readonly Operation[]) => runOne(options, name, operations)

  return [
    await run("record-shipment", [
      { name: "record a shipment", of: batchSize, rounds: recorded, event: creationsOf, after: created.after },
      { name: "record a shipment again", of: batchSize, rounds: 2, event: creationsOf },
    ]),
    await run("record-progress", [
      {
        ...batches,
        name: "record a delivery",
        event: (round) => queueBatch(batch(round).map(delivery)),
        after: delivered.after,
      },
    ]),
    await run("relay-tracking", [
      { ...batches, name: "relay a shipment", event: (round) => streamBatch(created.byRound[round] ?? []) },
      { ...batches, name: "relay a delivery", event: (round) => streamBatch(delivered.byRound[round] ?? []) },
    ]),
    await run("claim-exposures", [
      {
        ...batches,
        name: "claim exposures of a shipment",
        event: (round) => streamBatch((created.byRound[round] ?? []).filter(isShipment)),
      },
      {
        ...batches,
        name: "claim exposures at a delivery",
        event: (round) => streamBatch((delivered.byRound[round] ?? []).filter(isShipment)),
      },
    ]),
    await run("look-up-shipment", lookups(rounds.ofOthers, seen.after)),
    await run("extend-exposures", [
      {
        name: "add a lookup to cases",
        of: 1,
        rounds: rounds.ofOthers,
        event: (round) => streamBatch(seen.byRound[round] ?? []),
      },
    ]),
    await run("record-access", [
      {
        name: "record an access",
        of: accessesPerEvent,
        rounds: rounds.ofAccesses,
        event: accessesOf,
        after: reported.after,
      },
      { name: "record an access again", of: accessesPerEvent, rounds: 2, event: accessesOf },
      {
        // The same visitors look at the same parcels a minute later, and then once more in that hour.
        name: "record a repeat of an access",
        of: accessesPerEvent,
        rounds: 2,
        event: (round) => queueBatch([accesses(visitors, new Date(accessedAt + (round + 1) * 60_000).toISOString())]),
      },
    ]),
    await run("log-disclosures", [
      {
        name: "log an access",
        of: accessesPerEvent,
        rounds: rounds.ofAccesses,
        event: (round) => streamBatch(reported.byRound[round] ?? []),
      },
    ]),
    await run("make-statements", [
      {
        // A day ends when all of it is logged: an hour after midnight. At noon it is over at any hour of the bench.
        name: "close a day of accesses",
        of: rounds.ofAccesses * accessesPerEvent,
        rounds: 2,
        event: (round) => ({ aheadMilliseconds: today + (round * 24 + 12) * hourMilliseconds - Date.now() }),
      },
    ]),
    {
      functionName: "deliver-webhook",
      loadMilliseconds: 0,
      loadCpuMicroseconds: 0,
      operations: [await deliverToWebhook(stubUrl, { rounds: rounds.ofOthers, batchSize })],
    },
    await run("serve-breach-desk", [
      {
        name: "list a party's cases",
        of: 1,
        rounds: rounds.ofOthers,
        event: async () => httpEvent("GET", "/v1/cases", { headers: { authorization: await authorization() } }),
      },
    ]),
  ]
}

/** Lookups of new visitors, then the next one of a visitor whom its cookie proves. */
function lookups(rounds: number, noteChanges: () => Promise<void>): Operation[] {
  let cookie: string | undefined
  return [
    {
      name: "look a shipment up",
      of: 1,
      rounds,
      event: (round) => guardedLookup(round),
      async after(round, result) {
        if (round === 1) cookie = /__Host-wayseal=[^;"]+/.exec(result)?.[0]
        await noteChanges()
      },
    },
    {
      // A new cookie makes another visitor, whose second lookup finds what its first one stored.
      name: "look a shipment up again",
      of: 1,
      rounds: 2,
      event: () => guardedLookup(1, cookie),
      // Profiles keep seconds. A repeat within the second would be taken for the same contact, written again after a
      // crash.
      after: () => setTimeout(1_100),
    },
  ]
}

function isShipment({ after }: Changes[number]): boolean {
  return after?.["kind"]?.S === "shipment"
}

async function runOne(
  { bundles, stubUrl }: ExchangeOptions,
  functionName: MeasuredFunction,
  operations: readonly Operation[],
): Promise<FunctionRun> {
  const bundle = join(bundles, functionName, "index.mjs")
  const running = await runFunction({ bundle, stubUrl, environment: exchangeEnvironment(functionName) })
  const measured: CountedOperation[] = []
  for (const operation of operations) measured.push(await measureOperation(running, stubUrl, operation))
  await running.stop()
  const { loadMilliseconds, loadCpuMicroseconds } = running
  return { functionName, loadMilliseconds, loadCpuMicroseconds, operations: measured }
}

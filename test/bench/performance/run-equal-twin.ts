import { accesses, creation, delivery, guardedLookup, queueBatch, streamBatch } from "./events.ts"
import { numbers } from "./measure-operation.ts"
import { accessesPerEvent, batchSize, type FunctionRun } from "./run-exchange.ts"
import { listCases, runTwinFunction, type TwinOptions } from "./run-twin.ts"
import { takeChanges } from "./stub/stub-client.ts"

type Changes = Awaited<ReturnType<typeof takeChanges>>

/**
 * Runs every function of the twin with the same promises once, each in a fresh process, on the events that the exchange
 * gets. Its operations are named as those of the exchange.
 */
export async function runEqualTwin(options: TwinOptions): Promise<FunctionRun[]> {
  const { stubUrl, rounds } = options
  const changesOf = (table: "EqualRecords" | "EqualLedger") => {
    const byRound: Changes[] = []
    return { byRound, after: async () => void byRound.push(await takeChanges(stubUrl, table)) }
  }
  const [created, delivered, seen] = [changesOf("EqualRecords"), changesOf("EqualRecords"), changesOf("EqualLedger")]
  const batch = (round: number) => numbers(round * batchSize, batchSize)
  const accessBatch = (round: number) => numbers(round * accessesPerEvent, accessesPerEvent)
  const recorded = Math.max(rounds.ofOthers, (rounds.ofAccesses * accessesPerEvent) / batchSize)
  const batches = { of: batchSize, rounds: rounds.ofOthers }
  const shipmentsOf = (changes: Changes = []) => changes.filter(({ after }) => after?.["kind"]?.S === "shipment")

  return [
    await runTwinFunction(options, "equal/record-shipment", [
      {
        ...batches,
        name: "record a shipment",
        rounds: recorded,
        event: (round) => queueBatch(batch(round).map(creation)),
        after: created.after,
      },
    ]),
    await runTwinFunction(options, "equal/record-delivery", [
      {
        ...batches,
        name: "record a delivery",
        event: (round) => queueBatch(batch(round).map(delivery)),
        after: delivered.after,
      },
    ]),
    await runTwinFunction(options, "equal/relay-tracking", [
      { ...batches, name: "relay a shipment", event: (round) => streamBatch(created.byRound[round] ?? []) },
      { ...batches, name: "relay a delivery", event: (round) => streamBatch(delivered.byRound[round] ?? []) },
    ]),
    await runTwinFunction(options, "equal/claim-exposures", [
      {
        ...batches,
        name: "claim exposures of a shipment",
        event: (round) => streamBatch(shipmentsOf(created.byRound[round])),
      },
    ]),
    await runTwinFunction(options, "equal/look-up-shipment", [
      {
        name: "look a shipment up",
        of: 1,
        rounds: rounds.ofOthers,
        event: (round) => guardedLookup(round),
        after: seen.after,
      },
    ]),
    await runTwinFunction(options, "equal/extend-exposures", [
      {
        name: "add a lookup to cases",
        of: 1,
        rounds: rounds.ofOthers,
        event: (round) => streamBatch(seen.byRound[round] ?? []),
      },
    ]),
    await runTwinFunction(options, "equal/record-access", [
      {
        name: "record an access",
        of: accessesPerEvent,
        rounds: rounds.ofAccesses,
        event: (round) => queueBatch([accesses(accessBatch(round))]),
      },
    ]),
    // A list of cases promises no more than the lean twin's.
    await runTwinFunction(options, "list-cases", [listCases(rounds)]),
  ]
}

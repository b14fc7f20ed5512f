import { rm } from "node:fs/promises"
import { beforeAll, describe, expect, it } from "@jest/globals"
import { bundleFunctions } from "../../infra/bundle.ts"
import { equalPromises } from "./performance/equal-promises.ts"
import { secrets } from "./performance/exchange-environment.ts"
import type { CountedOperation } from "./performance/measure-operation.ts"
import { runEqualTwin } from "./performance/run-equal-twin.ts"
import { measuredFunctions, runExchange } from "./performance/run-exchange.ts"
import { runTwin } from "./performance/run-twin.ts"
import { signingParty } from "./performance/signing-party.ts"
import { startAwsStub } from "./performance/stub/aws-stub.ts"
import { sumOf } from "./performance/stub/counts.ts"
import { bundleTwin } from "./twin/bundle-twin.ts"
import { equalTwinTables, twinTables } from "./twin/twin-tables.ts"

const rounds = { ofAccesses: 2, ofOthers: 2 }

/** The bundled functions, counted at the stub. A changed number is a changed bill: change it here only on purpose. */
describe("the calls of a warm function, with their read and write units", () => {
  let counted: readonly CountedOperation[] = []
  let twin: readonly CountedOperation[] = []
  let equal: readonly CountedOperation[] = []

  beforeAll(async () => {
    const { partiesPath, authorization, remove } = await signingParty()
    const bundles = await bundleFunctions(measuredFunctions, partiesPath)
    const twinBundles = await bundleTwin()
    const { url: stubUrl, stop } = await startAwsStub({ secrets, tables: { ...twinTables, ...equalTwinTables } })
    try {
      const exchangeRuns = await runExchange({ bundles, stubUrl, rounds, authorization })
      counted = exchangeRuns.flatMap(({ operations }) => operations)
      twin = (await runTwin({ bundles: twinBundles, stubUrl, rounds })).flatMap(({ operations }) => operations)
      equal = (await runEqualTwin({ bundles: twinBundles, stubUrl, rounds })).flatMap(({ operations }) => operations)
    } finally {
      await stop()
      await remove()
      for (const folder of [bundles, twinBundles]) await rm(folder, { recursive: true })
    }
  }, 300_000)

  /** Of a batch: calls, then read units, write units and write units of indexes, or for EventBridge its events. */
  const unitsOf = (name: string, operations = counted) => {
    const { counts = {} } = operations.find((each) => each.name === name) ?? {}
    return Object.fromEntries(
      Object.entries(counts).map(([called, sums]) => {
        const { calls, readUnits, writeUnits, indexWriteUnits, entries } = sums
        return [
          called,
          called.startsWith("events") ? [calls, entries] : [calls, readUnits, writeUnits, indexWriteUnits],
        ]
      }),
    )
  }

  it("of ten new shipments", () => {
    expect(unitsOf("record a shipment")).toEqual({
      "dynamodb Erasures BatchGetItem": [1, 10, 0, 0],
      "dynamodb TrackingRecords BatchGetItem": [1, 20, 0, 0],
      "dynamodb TrackingRecords TransactWriteItems": [1, 0, 40, 20],
      "dynamodb RetailerProfiles UpdateItem": [1, 0, 1, 0],
    })
    expect(unitsOf("relay a shipment")).toEqual({ "events PutEvents": [2, 20] })
  })

  it("of ten shipments that come again", () => {
    expect(unitsOf("record a shipment again")).toEqual({
      "dynamodb TrackingRecords BatchGetItem": [1, 20, 0, 0],
      "dynamodb RetailerProfiles UpdateItem": [1, 0, 1, 0],
    })
  })

  it("of ten deliveries", () => {
    expect(unitsOf("record a delivery")).toEqual({
      "dynamodb TrackingRecords BatchGetItem": [2, 20, 0, 0],
      "dynamodb TrackingRecords TransactWriteItems": [1, 0, 40, 0],
    })
    expect(unitsOf("relay a delivery")).toEqual({ "events PutEvents": [1, 10] })
  })

  it("of a guarded lookup with a right postal code", () => {
    expect(unitsOf("look a shipment up")).toEqual({
      "dynamodb TrackingRecords.byOrderReference Query": [1, 0.5, 0, 0],
      "dynamodb TrackingRecords BatchGetItem": [1, 2, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 4, 0, 0],
      "dynamodb ChallengeFailures UpdateItem": [2, 0, 2, 0],
      "dynamodb AccessProfiles GetItem": [1, 1, 0, 0],
      "dynamodb AccessProfiles UpdateItem": [3, 0, 3, 0],
      "dynamodb Disclosures PutItem": [1, 0, 1, 3],
    })
  })

  it("of the next lookup of a parcel that the visitor's cookie proves", () => {
    expect(unitsOf("look a shipment up again")).toEqual({
      "dynamodb TrackingRecords.byOrderReference Query": [1, 0.5, 0, 0],
      "dynamodb TrackingRecords BatchGetItem": [1, 2, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 4, 0, 0],
      "dynamodb AccessProfiles GetItem": [1, 1, 0, 0],
      "dynamodb Disclosures BatchGetItem": [1, 1, 0, 0],
      // The first repeat of the day. Further ones of the hour write nothing.
      "dynamodb Disclosures PutItem": [1, 0, 1, 0],
    })
  })

  it("of a hundred accesses in one event", () => {
    expect(unitsOf("record an access")).toEqual({
      "dynamodb TrackingRecords BatchGetItem": [2, 200, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 100, 0, 0],
      "dynamodb AccessProfiles BatchGetItem": [1, 50, 0, 0],
      "dynamodb AccessProfiles UpdateItem": [300, 0, 300, 0],
      "dynamodb Disclosures BatchGetItem": [1, 100, 0, 0],
      "dynamodb Disclosures BatchWriteItem": [4, 0, 100, 500],
      "dynamodb RetailerVolumes UpdateItem": [1, 0, 1, 0],
    })
  })

  it("of an event of accesses that comes again", () => {
    expect(unitsOf("record an access again")).toEqual({
      "dynamodb TrackingRecords BatchGetItem": [2, 200, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 100, 0, 0],
      "dynamodb AccessProfiles BatchGetItem": [1, 50, 0, 0],
      "dynamodb AccessProfiles UpdateItem": [200, 0, 200, 0],
      "dynamodb Disclosures BatchGetItem": [1, 100, 0, 0],
      "dynamodb RetailerVolumes UpdateItem": [1, 0, 1, 0],
    })
  })

  it("of a hundred accesses that repeat earlier ones of the hour: no writes", () => {
    expect(unitsOf("record a repeat of an access")).toEqual({
      "dynamodb TrackingRecords BatchGetItem": [2, 200, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 100, 0, 0],
      "dynamodb AccessProfiles BatchGetItem": [1, 50, 0, 0],
      "dynamodb Disclosures BatchGetItem": [2, 200, 0, 0],
    })
  })

  it("of logging a hundred lookups for two parties", () => {
    expect(unitsOf("log an access")).toEqual({
      "dynamodb Disclosures BatchGetItem": [1, 100, 0, 0],
      // A list for each of both parties.
      "dynamodb Statements BatchWriteItem": [1, 0, 10, 0],
      "dynamodb Statements PutItem": [100, 0, 100, 0],
    })
  })

  it("of closing a day of two hundred lookups for two parties, and stating it for all", () => {
    const { "dynamodb Statements BatchGetItem": read, "dynamodb Statements PutItem": written } =
      unitsOf("close a day of accesses")
    expect({ read, written }).toEqual({ read: [6, 201, 0, 0], written: [11, 0, 73, 0] })
  })

  it("of ten events for a webhook that takes them", () => {
    expect(unitsOf("deliver an event to a webhook")).toEqual({
      "dynamodb WebhookDeliveries BatchGetItem": [10, 20, 0, 0],
      "dynamodb WebhookDeliveries BatchWriteItem": [10, 0, 20, 10],
    })
  })

  it("of looking for what was seen of ten shipments before", () => {
    expect(unitsOf("claim exposures of a shipment")).toEqual({
      "dynamodb BreachCases BatchGetItem": [1, 20, 0, 0],
      "dynamodb Disclosures.byRecord Query": [10, 5, 0, 0],
    })
  })

  it("of looking for them again at ten deliveries", () => {
    expect(unitsOf("claim exposures at a delivery")).toEqual({})
  })

  it("of looking for the case of a lookup", () => {
    expect(unitsOf("add a lookup to cases")).toEqual({ "dynamodb BreachCases BatchGetItem": [1, 3, 0, 0] })
  })

  it("of a list of no cases", () => {
    expect(unitsOf("list a party's cases")).toEqual({ "dynamodb BreachCases.byParty Query": [1, 0.5, 0, 0] })
  })

  it("of the twin with the same promises: each of its calls serves one of them", () => {
    const counted = equal.map(({ name, counts }) => [name, sumOf(counts).calls])
    const promised = Map.groupBy(equalPromises, ({ operation }) => operation)
    const callsFor = (name: string) => (promised.get(name) ?? []).reduce((sum, { calls }) => sum + calls, 0)
    expect(counted).toEqual(equal.map(({ name }) => [name, callsFor(name)]))
    expect(new Set(promised.keys())).toEqual(new Set(equal.map(({ name }) => name)))
  })

  it("of the lean twin, on the same events", () => {
    expect(unitsOf("record a shipment", twin)).toEqual({
      "dynamodb TwinShipments GetItem": [10, 5, 0, 0],
      "dynamodb TwinShipments PutItem": [10, 0, 10, 10],
      "events PutEvents": [10, 10],
    })
    expect(unitsOf("record a delivery", twin)).toEqual({
      "dynamodb TwinShipments.byTrackingKey Query": [10, 5, 0, 0],
      "dynamodb TwinShipments UpdateItem": [10, 0, 10, 10],
      "events PutEvents": [10, 10],
    })
    expect(unitsOf("look a shipment up", twin)).toEqual({
      "dynamodb TwinShipments GetItem": [1, 0.5, 0, 0],
      "dynamodb TwinAccesses PutItem": [1, 0, 1, 0],
    })
    expect(unitsOf("record an access", twin)).toEqual({ "dynamodb TwinAccesses BatchWriteItem": [4, 0, 100, 0] })
    expect(unitsOf("list a party's cases", twin)).toEqual({ "dynamodb TwinCases.byParty Query": [1, 0.5, 0, 0] })
  })
})

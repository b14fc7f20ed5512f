import { rm } from "node:fs/promises"
import { beforeAll, describe, expect, it } from "@jest/globals"
import { bundleFunctions } from "../../infra/bundle.ts"
import { partiesFile } from "../../infra/local/host-environment.ts"
import { type CountedOperation, countedFunctions, countOperations } from "./performance/count-operations.ts"
import { secrets } from "./performance/exchange-environment.ts"
import { startAwsStub } from "./performance/stub/aws-stub.ts"

/** The bundled functions, counted at the stub. A changed number is a changed bill: change it here only on purpose. */
describe("the calls of a warm function, with their read and write units", () => {
  let counted: readonly CountedOperation[] = []

  beforeAll(async () => {
    const bundles = await bundleFunctions(countedFunctions, partiesFile.pathname)
    const stub = await startAwsStub({ secrets })
    try {
      counted = await countOperations(bundles, stub.url)
    } finally {
      await stub.stop()
      await rm(bundles, { recursive: true })
    }
  }, 120_000)

  /** Of a batch: calls, then read units, write units and write units of indexes, or for EventBridge its events. */
  const unitsOf = (name: string) => {
    const { counts = {} } = counted.find((each) => each.name === name) ?? {}
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
      "dynamodb TrackingRecords BatchGetItem": [1, 20, 0, 0],
      "dynamodb TrackingRecords TransactWriteItems": [10, 0, 40, 20],
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
      "dynamodb TrackingRecords TransactWriteItems": [10, 0, 40, 20],
    })
    expect(unitsOf("relay a delivery")).toEqual({ "events PutEvents": [1, 10] })
  })

  it("of a guarded lookup with a right postal code", () => {
    expect(unitsOf("look a shipment up")).toEqual({
      "dynamodb TrackingRecords.byOrderReference Query": [1, 0.5, 0, 0],
      "dynamodb TrackingRecords BatchGetItem": [1, 1, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 4, 0, 0],
      "dynamodb ChallengeFailures UpdateItem": [2, 0, 2, 0],
      "dynamodb AccessProfiles UpdateItem": [3, 0, 3, 0],
      "dynamodb Disclosures PutItem": [1, 0, 1, 3],
    })
  })

  it("of the next lookup of a parcel that the visitor's cookie proves", () => {
    expect(unitsOf("look a shipment up again")).toEqual({
      "dynamodb TrackingRecords.byOrderReference Query": [1, 0.5, 0, 0],
      "dynamodb TrackingRecords BatchGetItem": [1, 1, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 4, 0, 0],
      "dynamodb AccessProfiles UpdateItem": [1, 0, 1, 0],
      "dynamodb Disclosures PutItem": [2, 0, 2, 3],
    })
  })

  it("of a hundred accesses in one event", () => {
    expect(unitsOf("record an access")).toEqual({
      "dynamodb TrackingRecords BatchGetItem": [2, 200, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 100, 0, 0],
      "dynamodb AccessProfiles UpdateItem": [300, 0, 300, 0],
      "dynamodb Disclosures PutItem": [100, 0, 100, 500],
      "dynamodb RetailerVolumes UpdateItem": [1, 0, 1, 0],
    })
  })

  it("of an event of accesses that comes again", () => {
    expect(unitsOf("record an access again")).toEqual({
      "dynamodb TrackingRecords BatchGetItem": [2, 200, 0, 0],
      "dynamodb Restrictions BatchGetItem": [1, 100, 0, 0],
      "dynamodb AccessProfiles UpdateItem": [300, 0, 300, 0],
      "dynamodb Disclosures PutItem": [100, 0, 100, 0],
      "dynamodb RetailerVolumes UpdateItem": [1, 0, 1, 0],
    })
  })
})

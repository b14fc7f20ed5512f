import { DynamoDBClient, DynamoDBServiceException, TransactionCanceledException } from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import { dynamoTrackingRows } from "../../../shared/intake/tracking/dynamo-tracking-records.ts"
import { rowsTogether } from "../../../shared/intake/tracking/rows-together.ts"
import type { ParcelRow } from "../../../shared/intake/tracking/tracking-record.ts"
import { type RowChange, RowUnwritable } from "../../../shared/intake/tracking/tracking-rows.ts"
import { memoryTrackingRows } from "./memory-stores.ts"

function aParcel(recordId: string, revision = 1): ParcelRow {
  return {
    kind: "parcel",
    recordId,
    revision,
    carrierId: "northpost",
    sealedTrackingNumber: "s1.number",
    claims: [],
    signatoryRecorded: false,
    expiresAt: 1,
  }
}

const put = (recordId: string, readRevision = 0): RowChange => ({
  readRevision,
  row: aParcel(recordId, readRevision + 1),
})
/** The two rows of one message. */
const pair = (name: string): RowChange[] => [put(`${name}-shipment`), put(`${name}-parcel`)]

/** Rows in memory that note how many rows each call reads or writes, and fail as the test says. */
function notingRows(fail: (changes: readonly RowChange[]) => Error | undefined = () => undefined) {
  const stored = memoryTrackingRows()
  const calls: string[] = []
  const rows = rowsTogether({
    ...stored,
    get: (recordIds) => {
      calls.push(`get ${recordIds.length}`)
      return stored.get(recordIds)
    },
    replace: async (changes) => {
      calls.push(`replace ${changes.length}`)
      const failure = fail(changes)
      if (failure !== undefined) throw failure
      return stored.replace(changes)
    },
  })
  return { rows, calls, storedIds: () => stored.rows().map(({ recordId }) => recordId) }
}

const touches = (changes: readonly RowChange[], recordId: string) =>
  changes.some((change) => "row" in change && change.row.recordId === recordId)

describe("rows that messages of a batch read and write side by side", () => {
  it("are read with one call and written with one transaction", async () => {
    const { rows, calls, storedIds } = notingRows()
    const outcomes = await Promise.all(["a", "b", "c"].map((name) => rows.replace(pair(name))))
    expect(outcomes).toEqual(["written", "written", "written"])
    expect(storedIds()).toHaveLength(6)
    const [first, second] = await Promise.all([rows.get(["a-parcel", "a-shipment"]), rows.get(["a-parcel", "none"])])
    expect(first.map(({ recordId }) => recordId)).toEqual(["a-parcel", "a-shipment"])
    expect(second.map(({ recordId }) => recordId)).toEqual(["a-parcel"])
    expect(calls).toEqual(["replace 6", "get 3"])
  })

  it("are written alone if a message changes one row, which costs less than a part of a transaction", async () => {
    const { rows, calls } = notingRows()
    await Promise.all([rows.replace([put("a")]), rows.replace([put("b")]), rows.replace(pair("c"))])
    expect(calls.sort()).toEqual(["replace 1", "replace 1", "replace 2"])
  })

  it("are written with as many transactions as the limit of a hundred rows asks for", async () => {
    const { rows, calls, storedIds } = notingRows()
    const three = (name: number) => [put(`${name}-1`), put(`${name}-2`), put(`${name}-3`)]
    await Promise.all(Array.from({ length: 34 }, (_, name) => rows.replace(three(name))))
    expect(calls).toEqual(["replace 99", "replace 3"])
    expect(storedIds()).toHaveLength(102)
  })

  it("are written alone when one message lost a race, which alone is refused", async () => {
    const { rows, calls, storedIds } = notingRows()
    await rows.replace([put("b-parcel")])
    const outcomes = await Promise.all(["a", "b", "c"].map((name) => rows.replace(pair(name))))
    expect(outcomes).toEqual(["written", "refused", "written"])
    expect(calls).toEqual(["replace 1", "replace 6", "replace 2", "replace 2", "replace 2"])
    expect(storedIds().sort()).toEqual(["a-parcel", "a-shipment", "b-parcel", "c-parcel", "c-shipment"])
  })

  it("are written alone when a row of one message cannot be written, which alone fails", async () => {
    const throttled = new RowUnwritable("ThrottlingError")
    const { rows } = notingRows((changes) => (touches(changes, "b-parcel") ? throttled : undefined))
    const outcomes = await Promise.allSettled(["a", "b", "c"].map((name) => rows.replace(pair(name))))
    expect(outcomes).toEqual([
      { status: "fulfilled", value: "written" },
      { status: "rejected", reason: throttled },
      { status: "fulfilled", value: "written" },
    ])
  })

  it("all fail after one call when the table cannot be reached", async () => {
    const { rows, calls } = notingRows(() => new Error("no connection"))
    const outcomes = await Promise.allSettled(["a", "b"].map((name) => rows.replace(pair(name))))
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"])
    expect(calls).toEqual(["replace 4"])
  })

  it("refuse a message that changes a row of an earlier one, once that is written", async () => {
    const { rows, calls, storedIds } = notingRows()
    let isFirstWritten = false
    const first = rows.replace(pair("a")).then((outcome) => {
      isFirstWritten = true
      return outcome
    })
    const second = rows.replace([put("a-parcel"), put("other")]).then((outcome) => ({ outcome, isFirstWritten }))
    expect(await first).toBe("written")
    expect(await second).toEqual({ outcome: "refused", isFirstWritten: true })
    expect(calls).toEqual(["replace 2"])
    expect(storedIds()).not.toContain("other")
  })
})

describe("a transaction on tracking records in DynamoDB", () => {
  const rowsThatAnswer = (error: Error) => {
    const client = new DynamoDBClient({ region: "ca-central-1" })
    client.middlewareStack.add(
      () => async () => {
        throw error
      },
      { step: "initialize" },
    )
    return dynamoTrackingRows({ client, tableName: "TrackingRecords" })
  }
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      $metadata: {},
      message: "cancelled",
      CancellationReasons: codes.map((Code) => ({ Code })),
    })

  it("is refused after a lost race", async () => {
    for (const code of ["ConditionalCheckFailed", "TransactionConflict"]) {
      expect(await rowsThatAnswer(cancelled("None", code)).replace(pair("a"))).toBe("refused")
    }
  })

  it("names the reason when one of its rows cannot be written", async () => {
    const failure = rowsThatAnswer(cancelled("None", "ThrottlingError")).replace(pair("a"))
    await expect(failure).rejects.toMatchObject({ name: "RowUnwritable", failureCode: "ThrottlingError" })
  })

  it("names no value when DynamoDB finds a row invalid, such as one that is too large", async () => {
    const invalid = new DynamoDBServiceException({
      name: "ValidationException",
      $fault: "client",
      $metadata: {},
      message: "The value of a key is too large",
    })
    const failure = rowsThatAnswer(invalid).replace(pair("a"))
    await expect(failure).rejects.toMatchObject({
      name: "RowUnwritable",
      failureCode: "ValidationException",
      message: "A tracking record cannot be written now",
    })
  })

  it("throws every other error as it is", async () => {
    const failure = rowsThatAnswer(new Error("no connection")).replace(pair("a"))
    await expect(failure).rejects.toThrow("no connection")
  })
})

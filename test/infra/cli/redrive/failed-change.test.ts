import { describe, expect, it } from "@jest/globals"
import {
  compareFailed,
  functionNow,
  handledAll,
  readFailedChanges,
} from "../../../../infra/cli/redrive/failed-change.ts"
import { countFailures } from "../../../../infra/cli/redrive/waiting-in-words.ts"

const records = { Records: [{ eventName: "INSERT", dynamodb: { SequenceNumber: "900" } }] }
/** An object as Lambda writes it for a stream of DynamoDB with a destination in S3. */
const kept = (changes: object = {}) =>
  JSON.stringify({
    requestContext: {
      requestId: "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
      functionArn: "arn:aws:lambda:ca-central-1:111122223333:function:Relay:$LATEST",
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 11,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: "2026-11-14T00:13:49.717Z",
    DDBStreamBatchInfo: {
      shardId: "shardId-00000001573689847184-864758bb",
      startSequenceNumber: "900",
      endSequenceNumber: "900",
      approximateArrivalOfFirstRecord: "2026-11-14T00:13:19Z",
      batchSize: 1,
      streamArn: "arn:aws:dynamodb:ca-central-1:111122223333:table/Tracking/stream/2026-11-14",
    },
    payload: JSON.stringify(records),
    ...changes,
  })

const redriven = JSON.stringify({ ...records, redriven: true })

describe("a batch of changes that a function gave up on", () => {
  it("is read with its function and the event that the function received, which says that it is redriven", () => {
    expect(readFailedChanges(kept())).toEqual({
      functionName: "Relay",
      sequence: 900n,
      changedAt: "2026-11-14T00:13:19Z",
      records: 1,
      payload: redriven,
    })
    expect(readFailedChanges(kept({ payload: records }))?.payload).toBe(redriven)
  })

  it.each([
    ["no JSON", "{"],
    ["no payload", kept({ payload: undefined })],
    ["a payload without records", kept({ payload: '{"Records":[]}' })],
    ["a payload that is cut off", kept({ payload: '{"Records":[' })],
    ["a record of another kind of source", kept({ DDBStreamBatchInfo: undefined })],
  ])("is not read from an object with %s", (_, text) => {
    expect(readFailedChanges(text)).toBeUndefined()
  })

  it("is for the function that has the same id in its template, also where that was in another stack", () => {
    const functions = [
      { id: "Wayseal-prod-Functions-Watch-1AB-RaiseAnomalyFunctionC13-2CD", logicalId: "RaiseAnomalyFunctionC13A57B8" },
      { id: "Wayseal-prod-Functions-Watch-1AB-RecordAccessFunctionD2-3EF", logicalId: "RecordAccessFunctionD24A57B8" },
    ]
    const now = (nameThen: string) => functionNow(nameThen, { stage: "prod", functions })
    for (const nameThen of ["Wayseal-prod-Functions-RaiseAnomalyFunctionC13A57B8-x", functions[0]?.id ?? ""])
      expect(now(nameThen)).toBe(functions[0]?.id)
    for (const nameThen of [
      "Wayseal-prod-Functions-RaiseAnom-x",
      "Wayseal-dev-Functions-RaiseAnomalyFunctionC13A57B8-x",
    ])
      expect(now(nameThen)).toBeUndefined()
    expect(now("Wayseal-prod-Functions-AlertPartiesFunctionC13A57B8-x")).toBeUndefined()
  })

  it("comes before later ones of its function, by number and not by text", () => {
    const batch = (functionName: string, sequence: bigint) => ({ functionName, sequence })
    const batches = [batch("B", 1n), batch("A", 10_000_000_000_000_000_000_001n), batch("A", 9n)]
    expect(batches.sort(compareFailed)).toEqual([
      batch("A", 9n),
      batch("A", 10_000_000_000_000_000_000_001n),
      batch("B", 1n),
    ])
  })

  it.each([
    ["an empty list of failures", undefined, '{"batchItemFailures":[]}', true],
    ["a record that failed", undefined, '{"batchItemFailures":[{"itemIdentifier":"900"}]}', false],
    ["an error", "Unhandled", '{"batchItemFailures":[]}', false],
    ["nothing", undefined, "", false],
    ["no list", undefined, "null", false],
  ])("counts as handled by the answer %s: %s %s", (_, functionError, answer, expected) => {
    expect(handledAll(functionError, answer)).toBe(expected)
  })

  it("is counted by function, with the age of the oldest", () => {
    const changes = { functionName: "A", sequence: 1n, changedAt: undefined, records: 3 }
    const now = Date.parse("2026-11-14T01:00:00.000Z")
    const kept = [
      { key: "1", keptAt: now - 60_000, changes },
      { key: "2", keptAt: now - 5_000, changes: { ...changes, records: 2 } },
      { key: "3", keptAt: now, changes: undefined },
    ]
    expect(countFailures(kept, now)).toEqual([
      { functionName: "A", batches: 2, changes: 5, oldestSeconds: 60 },
      { functionName: undefined, batches: 1, changes: 0, oldestSeconds: 0 },
    ])
  })
})

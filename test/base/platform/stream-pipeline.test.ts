import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import {
  type RowChange,
  type SentChanges,
  streamOutbox,
  streamPipeline,
} from "../../../shared/base/platform/stream-pipeline.ts"
import { streamSurroundings, throttled } from "../../doubles/stream-surroundings.ts"
import { recordedTelemetry } from "../../parties/test-parties.ts"

const row = z.object({ id: z.string(), count: z.number(), digest: z.instanceof(Uint8Array).optional() })
type Row = z.infer<typeof row>

function consumer(handle: (change: RowChange<Row>) => Promise<string> = async () => "relayed") {
  const telemetry = recordedTelemetry()
  const surroundings = streamSurroundings()
  const changes: RowChange<Row>[] = []
  const handler = streamPipeline({
    rowSchema: row,
    telemetry,
    surroundings,
    handle: async (change) => {
      changes.push(change)
      return handle(change)
    },
  })
  return { handler, changes, telemetry, ...surroundings }
}

function record(sequence: string, overrides: Record<string, unknown> = {}, image: Record<string, unknown> = {}) {
  return {
    eventName: "MODIFY",
    dynamodb: {
      SequenceNumber: sequence,
      OldImage: { id: { S: "r1" }, count: { N: "1" } },
      NewImage: { id: { S: "r1" }, count: { N: "2" }, ...image },
    },
    ...overrides,
  }
}

describe("a stream pipeline", () => {
  it("passes the row before and after the change to the use case", async () => {
    const { handler, changes } = consumer()
    await handler({ Records: [record("1", {}, { digest: { B: "AQL/" } })] })
    expect(changes).toEqual([
      {
        eventName: "MODIFY",
        sequenceNumber: "1",
        before: { id: "r1", count: 1 },
        after: { id: "r1", count: 2, digest: new Uint8Array([1, 2, 255]) },
      },
    ])
  })

  it("ignores expired rows, but not deleted rows", async () => {
    const { handler, changes } = consumer()
    const removed = { SequenceNumber: "2", OldImage: { id: { S: "r1" }, count: { N: "1" } } }
    const expired = { type: "Service", principalId: "dynamodb.amazonaws.com" }
    await handler({
      Records: [
        { eventName: "REMOVE", userIdentity: expired, dynamodb: removed },
        { eventName: "REMOVE", dynamodb: removed },
      ],
    })
    expect(changes).toHaveLength(1)
    expect(changes[0]).not.toHaveProperty("after")
  })

  it("stops at the first change that AWS fails, so that no later one overtakes it", async () => {
    const { handler, changes, telemetry, pauses } = consumer(async ({ sequenceNumber }) => {
      if (sequenceNumber === "2") throw throttled()
      return "relayed"
    })
    expect(await handler({ Records: [record("1"), record("2"), record("3")] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }],
    })
    expect(changes.map(({ sequenceNumber }) => sequenceNumber)).toEqual(["1", "2", "2", "2", "2"])
    expect(pauses).toEqual([1_000, 2_000, 4_000])
    expect(telemetry.counts).toMatchObject({ ChangeHandled: 1, ChangeFailed: 1 })
  })

  it("goes on in seconds when AWS answers again", async () => {
    let failures = 2
    const { handler, telemetry, pauses } = consumer(async () => {
      if (failures-- > 0) throw throttled()
      return "relayed"
    })
    expect(await handler({ Records: [record("1"), record("2")] })).toEqual({ batchItemFailures: [] })
    expect(pauses).toEqual([1_000, 2_000])
    expect(telemetry.counts).toEqual({ ChangeHandled: 2 })
  })

  it("writes one line for what it handled, and one for each attempt that failed", async () => {
    const outcomes = ["relayed", "unchanged", "relayed"]
    const { handler, telemetry } = consumer(async () => outcomes.shift() ?? Promise.reject(throttled()))
    await handler({ Records: [record("1"), record("2"), record("3"), record("4")] })
    expect(telemetry.lines.map(({ message, fields }) => [message, fields.outcomes ?? fields.sequenceNumber])).toEqual([
      ...Array.from({ length: 3 }, () => ["Change tried again", "4"]),
      ["Changes handled", "relayed 2, unchanged 1"],
      ["Change failed", "4"],
    ])
  })

  it("sets a row aside that does not fit its schema, and logs none of its values", async () => {
    const { handler, telemetry, kept } = consumer()
    const unfit = record("1", {}, { count: { S: "LL-0048213" } })
    expect(await handler({ Records: [unfit] })).toEqual({ batchItemFailures: [] })
    expect(kept).toMatchObject([{ sequenceNumber: "1", record: unfit }])
    expect(JSON.stringify(telemetry.lines)).toContain("RowInvalid")
    expect(JSON.stringify(telemetry.lines)).not.toContain("LL-0048213")
  })

  it("reads every type of attribute", async () => {
    const types = z.object({
      list: z.array(z.unknown()),
      map: z.object({ flag: z.boolean(), nothing: z.null() }),
      words: z.set(z.string()),
      numbers: z.set(z.number()),
      bytes: z.set(z.instanceof(Uint8Array)),
    })
    const seen: unknown[] = []
    const handler = streamPipeline({
      rowSchema: types,
      telemetry: recordedTelemetry(),
      handle: async ({ after }) => {
        seen.push(after)
        return "read"
      },
    })
    await handler({
      Records: [
        {
          eventName: "INSERT",
          dynamodb: {
            SequenceNumber: "1",
            NewImage: {
              list: { L: [{ S: "a" }, { N: "1.5" }] },
              map: { M: { flag: { BOOL: true }, nothing: { NULL: true } } },
              words: { SS: ["x"] },
              numbers: { NS: ["3"] },
              bytes: { BS: ["AQ=="] },
            },
          },
        },
      ],
    })
    expect(seen).toEqual([
      {
        list: ["a", 1.5],
        map: { flag: true, nothing: null },
        words: new Set(["x"]),
        numbers: new Set([3]),
        bytes: new Set([new Uint8Array([1])]),
      },
    ])
  })
})

describe("a stream outbox", () => {
  /** An outbox whose changes come to their sequence number each, and the calls that it made. */
  function outbox(send: (items: readonly (readonly string[])[]) => Promise<SentChanges>) {
    const telemetry = recordedTelemetry()
    const surroundings = streamSurroundings()
    const calls: (readonly (readonly string[])[])[] = []
    const handler = streamOutbox({
      rowSchema: row,
      telemetry,
      surroundings,
      itemsOf: async ({ sequenceNumber }: RowChange<Row>) => [`item ${sequenceNumber}`],
      send: async (items) => {
        calls.push(items)
        return send(items)
      },
    })
    return { handler, calls, telemetry, ...surroundings }
  }
  const sendAll = async (items: readonly unknown[]) => ({ sent: items.length })

  it("sends what all changes come to in one call, in their order", async () => {
    const { handler, calls } = outbox(sendAll)
    expect(await handler({ Records: [record("1"), record("2"), record("3")] })).toEqual({ batchItemFailures: [] })
    expect(calls).toEqual([[["item 1"], ["item 2"], ["item 3"]]])
  })

  it("reports the first change that was not sent whole", async () => {
    let sent = 1
    const { handler, telemetry } = outbox(async () => ({ sent: Math.max(0, sent--), failure: throttled() }))
    expect(await handler({ Records: [record("1"), record("2"), record("3")] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }],
    })
    expect(telemetry.counts).toMatchObject({ ChangeHandled: 1, ChangeFailed: 1 })
    expect(telemetry.lines.map(({ fields }) => fields.errorName)).toContain("ThrottlingException")
  })

  it("reports the first change when nothing tells what was sent", async () => {
    const { handler } = outbox(() => Promise.reject(throttled()))
    expect(await handler({ Records: [record("1"), record("2")] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "1" }],
    })
  })

  it("sends what came before and after a change that it cannot read, and sets that one aside", async () => {
    const { handler, calls, telemetry, kept } = outbox(sendAll)
    const unreadable = record("2", {}, { count: { S: "none" } })
    expect(await handler({ Records: [record("1"), unreadable, record("3")] })).toEqual({ batchItemFailures: [] })
    expect(calls.flat(2)).toEqual(["item 1", "item 3"])
    expect(kept.map(({ sequenceNumber }) => sequenceNumber)).toEqual(["2"])
    expect(telemetry.lines.map(({ fields }) => fields.errorName)).toContain("RowInvalid")
  })
})

import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { type RowChange, streamPipeline } from "../../shared/platform/stream-pipeline.ts"
import { recordedTelemetry } from "../parties/test-parties.ts"

const row = z.object({ id: z.string(), count: z.number(), digest: z.instanceof(Uint8Array).optional() })
type Row = z.infer<typeof row>

function consumer(handle: (change: RowChange<Row>) => Promise<string> = async () => "relayed") {
  const telemetry = recordedTelemetry()
  const changes: RowChange<Row>[] = []
  const handler = streamPipeline({
    rowSchema: row,
    telemetry,
    handle: async (change) => {
      changes.push(change)
      return handle(change)
    },
  })
  return { handler, changes, telemetry }
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

  it("stops at the first change that fails, so that no later one overtakes it", async () => {
    const { handler, changes, telemetry } = consumer(async ({ sequenceNumber }) => {
      if (sequenceNumber === "2") {
        throw "not an error"
      }
      return "relayed"
    })
    expect(await handler({ Records: [record("1"), record("2"), record("3")] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }],
    })
    expect(changes.map(({ sequenceNumber }) => sequenceNumber)).toEqual(["1", "2"])
    expect(telemetry.counts).toMatchObject({ ChangeHandled: 1, ChangeFailed: 1 })
  })

  it("fails on a row that does not fit its schema, and logs none of its values", async () => {
    const { handler, telemetry } = consumer()
    const answer = await handler({ Records: [record("1", {}, { count: { S: "LL-0048213" } })] })
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: "1" }])
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

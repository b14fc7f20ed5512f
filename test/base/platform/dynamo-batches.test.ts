import { once } from "node:events"
import { createServer } from "node:http"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { readBatches, writeBatches } from "../../../shared/base/platform/dynamo-batches.ts"
import { exhaustively } from "../../exhaustively.ts"

const item = z.record(z.string(), z.object({ S: z.string() }))
const request = z.object({
  RequestItems: z.object({
    rows: z.union([
      z.object({ Keys: z.array(item) }),
      z.array(z.object({ PutRequest: z.object({ Item: item }) })).transform((puts) => ({
        Items: puts.map(({ PutRequest }) => PutRequest.Item),
      })),
    ]),
  }),
})

/** How many items of a call DynamoDB handles before it leaves the rest; and the sizes of the calls that came. */
let handledOfACall = 1
let sizes: number[] = []
const stored = new Map<string, z.infer<typeof item>>()

/** A table that throttles. */
const throttling = createServer(async (incoming, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const { rows } = request.parse(JSON.parse(Buffer.concat(chunks).toString())).RequestItems
  const [taken, left] = split("Keys" in rows ? rows.Keys : rows.Items)
  sizes.push(taken.length + left.length)
  const found = taken.map(({ id }) => stored.get(id?.S ?? "")).filter((one) => one !== undefined)
  if ("Items" in rows) for (const one of taken) stored.set(one["id"]?.S ?? "", one)
  const body =
    "Keys" in rows
      ? { Responses: { rows: found }, UnprocessedKeys: left.length === 0 ? {} : { rows: { Keys: left } } }
      : { UnprocessedItems: left.length === 0 ? {} : { rows: left.map((Item) => ({ PutRequest: { Item } })) } }
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body))
})
let client: DynamoDBClient
beforeAll(async () => {
  await once(throttling.listen(0, "127.0.0.1"), "listening")
  const address = throttling.address()
  if (address === null || typeof address === "string") throw new Error("the server listens")
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
  })
})

function split<One>(items: readonly One[]): [One[], One[]] {
  return [items.slice(0, handledOfACall), items.slice(handledOfACall)]
}

const itemsOf = (count: number) => Array.from({ length: count }, (_, place) => ({ id: { S: `row-${place}` } }))

beforeEach(() => {
  sizes = []
  stored.clear()
})
afterAll(() => {
  client.destroy()
  throttling.close()
  throttling.closeAllConnections()
})

describe("items that one call leaves unprocessed", () => {
  it("are written by the next ones, 25 a call", async () => {
    handledOfACall = 20
    await writeBatches(client, "rows", itemsOf(60))
    expect(stored.size).toBe(60)
    expect([...sizes].sort((one, other) => other - one)).toEqual([25, 25, 10, 5, 5])
  })

  it("are read by the next ones, 100 a call", async () => {
    handledOfACall = 100
    await writeBatches(client, "rows", itemsOf(150))
    sizes = []
    handledOfACall = 70
    const found = await readBatches(client, "rows", [...itemsOf(150), { id: { S: "none" } }])
    expect(found.map(({ id }) => id?.S).sort()).toEqual(
      itemsOf(150)
        .map(({ id }) => id.S)
        .sort(),
    )
    expect([...sizes].sort((one, other) => other - one)).toEqual([100, 51, 30])
  })

  exhaustively("fail the event after six calls, which a retry then completes", async () => {
    handledOfACall = 1
    await expect(writeBatches(client, "rows", itemsOf(8))).rejects.toMatchObject({ name: "BatchThrottled" })
    expect(stored.size).toBe(6)
    await expect(readBatches(client, "rows", itemsOf(8))).rejects.toMatchObject({ name: "BatchThrottled" })
    handledOfACall = 25
    await writeBatches(client, "rows", itemsOf(8))
    expect(stored.size).toBe(8)
  })

  it("make no call when there are none", async () => {
    await writeBatches(client, "rows", [])
    expect(sizes).toEqual([])
  })
})

import { PutItemCommand, QueryCommand, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { dynamoTable } from "../../shared/base/platform/dynamo-table.ts"
import { itemBytes } from "./attribute-values.ts"
import { contractTable, dynamoContract } from "./dynamo.contract.ts"
import { memoryDynamo } from "./memory-dynamo.ts"

const shared = memoryDynamo({ tables: { rows: contractTable } })
dynamoContract("in memory", async () => ({ client: shared.client, tableName: "rows" }))

const row = z.object({
  pk: z.string(),
  sk: z.string(),
  at: z.string().optional(),
  inner: z.object({ list: z.array(z.string()) }),
})
const aRow = (sk: string, at?: string): z.output<typeof row> => ({ pk: "a", sk, at, inner: { list: ["x"] } })

function watched(interrupt?: (point: string) => Promise<void>) {
  const { client, table } = memoryDynamo({ tables: { Rows: contractTable }, interrupt })
  const changes: string[] = []
  table("Rows").onChange(({ before, after }) => changes.push(`${before?.["at"]?.S} ${after?.["at"]?.S}`))
  return { client, items: table("Rows"), changes, rows: dynamoTable({ client, tableName: "Rows", schema: row }) }
}

describe("a table in memory", () => {
  it("tells each change once, and a write that changes nothing is none", async () => {
    const { rows, changes } = watched()
    await rows.put(aRow("1", "first"))
    await rows.put(aRow("1", "first"))
    await rows.put(aRow("1", "second"))
    await rows.delete({ pk: "a", sk: "1" })
    await rows.delete({ pk: "a", sk: "1" })
    expect(changes).toEqual(["undefined first", "first second", "second undefined"])
  })

  it("has had its effect when its answer is lost, and none when it fails before", async () => {
    let fails = ":before"
    const { rows, items } = watched(async (point) => {
      if (point === `rows.putItem${fails}`) throw new Error("crash")
    })
    await expect(rows.put(aRow("1"))).rejects.toThrow("crash")
    expect(items.items()).toEqual([])
    fails = ":after"
    await expect(rows.put(aRow("1"))).rejects.toThrow("crash")
    expect(items.items()).toHaveLength(1)
  })

  it("can stop between the items of a batch, of which a part is written then", async () => {
    const { rows, items } = watched(async (point) => {
      if (point === "rows.batchWriteItem:between") throw new Error("crash")
    })
    await expect(rows.putAll(["1", "2", "3"].map((sk) => aRow(sk)))).rejects.toThrow("crash")
    expect(items.items()).toHaveLength(2)
  })

  it("hands out rows that nobody can change, each parsed once", async () => {
    const { rows } = watched()
    await rows.put(aRow("1"))
    const first = await rows.get({ pk: "a", sk: "1" })
    expect(() => first?.inner.list.push("y")).toThrow(TypeError)
    expect(await rows.get({ pk: "a", sk: "1" })).toBe(first)
  })

  it("refuses what it does not know, and a query from a place outside of its part", async () => {
    const { client } = watched()
    const key = { pk: { S: "a" }, sk: { S: "1" } }
    const put = (more: object) => client.send(new PutItemCommand({ TableName: "Rows", Item: key, ...more }))
    await expect(put({ ConditionExpression: "contains(pk, pk)" })).rejects.toThrow()
    await expect(put({ ReturnValues: "ALL_OLD" })).rejects.toThrow("ReturnValues")
    const outside = new QueryCommand({
      TableName: "Rows",
      KeyConditionExpression: "pk = :pk AND sk > :from",
      ExpressionAttributeValues: { ":pk": { S: "a" }, ":from": { S: "5" } },
      ExclusiveStartKey: key,
    })
    await expect(client.send(outside)).rejects.toMatchObject({ name: "ValidationException" })
  })

  it("refuses what DynamoDB refuses and the emulator takes: overlapping updates, filters by key, odd places", async () => {
    const { client } = watched()
    const key = { pk: { S: "a" }, sk: { S: "1" } }
    const value = { ":a": { S: "a" } }
    await client.send(new PutItemCommand({ TableName: "Rows", Item: { ...key, there: { M: {} } } }))
    const update = (UpdateExpression: string) =>
      client.send(
        new UpdateItemCommand({ TableName: "Rows", Key: key, UpdateExpression, ExpressionAttributeValues: value }),
      )
    const query = (more: object) =>
      client.send(
        new QueryCommand({
          ...{ TableName: "Rows", KeyConditionExpression: "pk = :a", ExpressionAttributeValues: value },
          ...more,
        }),
      )
    for (const call of [
      () => update("SET word = :a REMOVE word"),
      () => update("SET there.deep = :a REMOVE there"),
      () => query({ FilterExpression: "sk = :a" }),
      () => query({ FilterExpression: "#sk = :a", ExpressionAttributeNames: { "#sk": "sk" } }),
      () => query({ ExclusiveStartKey: { ...key, word: { S: "a" } } }),
      () => query({ ExclusiveStartKey: { pk: { S: "a" } } }),
    ])
      await expect(call()).rejects.toMatchObject({ name: "ValidationException" })
  })

  it("refuses to go on with a scan behind an item that is gone, because it does not know where that was", async () => {
    const { client, rows } = watched()
    await rows.put(aRow("1"))
    const behind = { pk: { S: "a" }, sk: { S: "2" } }
    const scan = (key: typeof behind) => client.send(new ScanCommand({ TableName: "Rows", ExclusiveStartKey: key }))
    expect((await scan({ ...behind, sk: { S: "1" } })).Items).toEqual([])
    await expect(scan(behind)).rejects.toThrow("gone")
  })

  it("reads at most 1 MB a page", async () => {
    const { client } = watched()
    const large = { S: "x".repeat(300_000) }
    for (const sk of ["1", "2", "3", "4", "5"])
      await client.send(new PutItemCommand({ TableName: "Rows", Item: { pk: { S: "a" }, sk: { S: sk }, large } }))
    const all = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { S: "a" } } }
    const first = await client.send(new QueryCommand({ TableName: "Rows", ...all }))
    expect(first.Items).toHaveLength(4)
    const { LastEvaluatedKey: ExclusiveStartKey } = first
    const second = await client.send(new QueryCommand({ TableName: "Rows", ...all, ExclusiveStartKey }))
    expect([second.Items?.length, second.LastEvaluatedKey]).toEqual([1, undefined])
  })

  it("measures items as DynamoDB does", () => {
    const list = { L: [{ BOOL: true }, { B: new Uint8Array(3) }] }
    expect(itemBytes({ name: { S: "é" }, n: { N: "12345" }, list })).toBe(4 + 2 + (1 + 4) + (4 + 3 + 2 + 1 + 3))
  })
})

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { type AwsStub, startAwsStub } from "./aws-stub.ts"
import { sumOf } from "./counts.ts"
import { readCounts, resetCounts } from "./stub-client.ts"

const text = (bytes: number) => ({ S: "x".repeat(bytes) })

describe("the stub of DynamoDB", () => {
  let stub: AwsStub
  let client: DynamoDBClient

  beforeAll(async () => {
    const indexes = { byOwner: ["owner", "sk"], byColour: ["colour"] } as const
    const tables = { Things: { key: ["pk", "sk"], indexes, carries: { byColour: [] }, expires: false } as const }
    stub = await startAwsStub({ tables, secrets: {} })
    const credentials = { accessKeyId: "stub", secretAccessKey: "stub" }
    client = new DynamoDBClient({ endpoint: stub.url, region: "us-east-1", credentials })
  })

  afterAll(async () => {
    client.destroy()
    await stub.stop()
  })

  const unitsOf = async (call: () => Promise<unknown>) => {
    await resetCounts(stub.url)
    await call().catch(() => undefined)
    const { readUnits, writeUnits, indexWriteUnits } = sumOf(await readCounts(stub.url))
    return { readUnits, writeUnits, indexWriteUnits }
  }
  const put = (sk: string, more: object = {}, condition?: string) =>
    client.send(
      new PutItemCommand({
        TableName: "Things",
        Item: { pk: { S: "a" }, sk: { S: sk }, ...more },
        ...(condition === undefined ? {} : { ConditionExpression: condition }),
      }),
    )

  it("bills a write by each begun kilobyte of the larger item", async () => {
    expect(await unitsOf(() => put("1", { large: text(2_500) }))).toEqual(units({ writeUnits: 3 }))
    expect(await unitsOf(() => put("1"))).toEqual(units({ writeUnits: 3 }))
    expect(await unitsOf(() => put("1"))).toEqual(units({ writeUnits: 1 }))
  })

  it("bills an index that has the item, and a changed key of it twice", async () => {
    expect(await unitsOf(() => put("2", { owner: { S: "me" } }))).toEqual(units({ writeUnits: 1, indexWriteUnits: 1 }))
    expect(await unitsOf(() => put("2", { owner: { S: "you" } }))).toEqual(units({ writeUnits: 1, indexWriteUnits: 2 }))
    expect(await unitsOf(() => put("2", { owner: { S: "you" } }))).toEqual(units({ writeUnits: 1, indexWriteUnits: 0 }))
    expect(await unitsOf(() => put("2"))).toEqual(units({ writeUnits: 1, indexWriteUnits: 1 }))
  })

  it("bills an index of keys for changed keys alone, and finds no more in it", async () => {
    const red = { colour: { S: "red" } }
    expect(await unitsOf(() => put("6", red))).toEqual(units({ writeUnits: 1, indexWriteUnits: 1 }))
    expect(await unitsOf(() => put("6", { ...red, size: text(9) }))).toEqual(units({ writeUnits: 1 }))
    const values = { ":red": { S: "red" } }
    const asked = { KeyConditionExpression: "colour = :red", ExpressionAttributeValues: values }
    const { Items } = await client.send(new QueryCommand({ TableName: "Things", IndexName: "byColour", ...asked }))
    expect(Items).toEqual([{ pk: { S: "a" }, sk: { S: "6" }, ...red }])
  })

  it("bills a refused write, and says what is there", async () => {
    await put("3")
    expect(await unitsOf(() => put("3", {}, "attribute_not_exists(pk)"))).toEqual(units({ writeUnits: 1 }))
    await expect(put("3", {}, "attribute_not_exists(pk)")).rejects.toThrow(ConditionalCheckFailedException)
  })

  it("bills a transaction twice, and writes all of it or none", async () => {
    const part = (sk: string, condition: string) => ({
      Put: { TableName: "Things", Item: { pk: { S: "a" }, sk: { S: sk } }, ConditionExpression: condition },
    })
    const write = (condition: string) =>
      client.send(
        new TransactWriteItemsCommand({ TransactItems: [part("4", "attribute_not_exists(pk)"), part("5", condition)] }),
      )
    await expect(write("attribute_exists(pk)")).rejects.toThrow(TransactionCanceledException)
    expect(await unitsOf(() => write("attribute_not_exists(pk)"))).toEqual(units({ writeUnits: 4 }))
  })

  it("reads pages in the order of the sort key, each rounded up to 4 KB", async () => {
    for (const sk of ["p3", "p1", "p2"]) await put(sk, { large: text(3_000) })
    const query = (more: object) =>
      client.send(
        new QueryCommand({
          TableName: "Things",
          KeyConditionExpression: "pk = :a AND begins_with(sk, :p)",
          ExpressionAttributeValues: { ":a": { S: "a" }, ":p": { S: "p" } },
          ...more,
        }),
      )
    const first = await query({ Limit: 2 })
    expect(first.Items?.map(({ sk }) => sk?.S)).toEqual(["p1", "p2"])
    const second = await query({ ExclusiveStartKey: first.LastEvaluatedKey })
    expect(second.Items?.map(({ sk }) => sk?.S)).toEqual(["p3"])
    expect(second.LastEvaluatedKey).toBeUndefined()
    expect(await unitsOf(() => query({ ConsistentRead: true }))).toEqual(units({ readUnits: 3 }))
    expect(await unitsOf(() => query({}))).toEqual(units({ readUnits: 1.5 }))
  })

  it("refuses what it does not know", async () => {
    await expect(put("7", {}, "contains(pk, pk)")).rejects.toThrow()
  })
})

function units(some: Partial<Record<"readUnits" | "writeUnits" | "indexWriteUnits", number>>) {
  return { readUnits: 0, writeUnits: 0, indexWriteUnits: 0, ...some }
}

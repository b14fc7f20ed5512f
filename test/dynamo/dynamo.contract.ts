import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import type { Described } from "./memory-table.ts"

/** The table that the contract asks for. */
export const contractTable: Described = {
  key: ["pk", "sk"],
  indexes: { byOwner: ["owner", "at"], byColour: ["colour"] },
  carries: { byColour: ["size"] },
}

type Row = Record<string, AttributeValue>
const text = (S: string): AttributeValue => ({ S })
const number = (N: number): AttributeValue => ({ N: String(N) })
const named = (error: string) => expect.objectContaining({ name: error })

/** What stores may expect of DynamoDB, and tests of its table in memory. */
export function dynamoContract(
  where: string,
  open: () => Promise<{ client: DynamoDBClient; tableName: string }>,
): void {
  describe(`DynamoDB ${where}`, () => {
    let parts = 0
    /** A partition that no other test uses, and the calls of stores on it. */
    async function partition() {
      const { client, tableName: TableName } = await open()
      const pk = `part-${++parts}`
      const key = (sk: string): Row => ({ pk: text(pk), sk: text(sk) })
      const put = (sk: string, attributes: Row = {}, condition?: string, values?: Row) =>
        client.send(
          new PutItemCommand({
            TableName,
            Item: { ...key(sk), ...attributes },
            ConditionExpression: condition,
            ExpressionAttributeValues: values,
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        )
      const get = async (sk: string) => {
        const { Item } = await client.send(new GetItemCommand({ TableName, Key: key(sk), ConsistentRead: true }))
        return Item
      }
      const update = (sk: string, input: Partial<UpdateItemCommandInput>) =>
        client.send(new UpdateItemCommand({ TableName, Key: key(sk), ...input }))
      /** The sort keys that a query finds, page by page. */
      const query = async (condition: string, input: Partial<QueryCommandInput> = {}) => {
        const found: string[] = []
        let from: Row | undefined
        do {
          const { ExpressionAttributeValues: values = {}, ...others } = input
          const isOfIndex = input.IndexName !== undefined
          const page = await client.send(
            new QueryCommand({
              TableName,
              KeyConditionExpression: isOfIndex ? condition : `pk = :pk${condition}`,
              ExpressionAttributeValues: { ...values, ...(isOfIndex ? {} : { ":pk": text(pk) }) },
              ExclusiveStartKey: from,
              ...others,
            }),
          )
          found.push(...(page.Items ?? []).map(({ sk }) => sk?.S ?? ""))
          from = page.LastEvaluatedKey
        } while (from !== undefined)
        return found
      }
      return { client, TableName, pk, key, put, get, update, query }
    }
    const fails = (call: Promise<unknown>) =>
      call.then(
        () => "succeeded",
        (error: unknown) => error,
      )

    it("writes on a condition, and shows what is there when it does not hold", async () => {
      const { put, get, key } = await partition()
      await put("a", { amount: number(1) }, "attribute_not_exists(pk)")
      const refusal = await fails(put("a", { amount: number(2) }, "attribute_not_exists(pk)"))
      expect(refusal).toMatchObject({
        name: "ConditionalCheckFailedException",
        Item: { ...key("a"), amount: { N: "1" } },
      })
      await put("a", { amount: number(2) }, "absent = :one", { ":one": number(1) }).catch(() => {})
      expect(await get("a")).toMatchObject({ amount: { N: "1" } })
    })

    it.each([
      ["amount = :one", true],
      ["amount <> :one", false],
      ["absent <> :one", true],
      ["absent = :one", false],
      ["absent < :one OR amount >= :one", true],
      ["NOT (amount < :one OR amount > :one)", true],
      ["amount BETWEEN :one AND :two AND attribute_exists(nested.deep)", true],
      ["nested.deep = :text", true],
      ["nested.absent = :text", false],
      ["word IN (:text, :other)", true],
      ["word IN (:other, :two)", false],
      ["begins_with(word, :other)", false],
      ["word > :two", false],
      ["bytes >= :bytes", true],
      ["bytes > :bytes", false],
    ])("tells whether %s holds: %s", async (condition, holds) => {
      const { put } = await partition()
      const values: Row = {
        ":one": number(1),
        ":two": number(2),
        ":text": text("word"),
        ":other": text("other"),
        ":bytes": { B: new Uint8Array([1, 200]) },
      }
      const used = Object.entries(values).filter(([name]) => condition.includes(name))
      const item: Row = {
        amount: number(1),
        word: text("word"),
        bytes: { B: new Uint8Array([1, 200]) },
        nested: { M: { deep: text("word") } },
      }
      await put("a", item)
      const outcome = await fails(put("a", item, condition, Object.fromEntries(used)))
      expect(outcome).toEqual(holds ? "succeeded" : named("ConditionalCheckFailedException"))
    })

    it("updates by SET, ADD and REMOVE on what was there before, also an item that was not there", async () => {
      const { put, get, update, key } = await partition()
      await put("a", { amount: number(2), gone: text("soon"), nested: { M: { kept: text("yes") } } })
      const { Attributes } = await update("a", {
        UpdateExpression:
          "SET #new = if_not_exists(absent, :one), nested.deep = :one, twice = #amount + :one ADD #amount :one REMOVE gone",
        ExpressionAttributeNames: { "#new": "new", "#amount": "amount" },
        ExpressionAttributeValues: { ":one": number(1) },
        ReturnValues: "ALL_NEW",
      })
      const after = {
        ...key("a"),
        ...{ new: { N: "1" }, amount: { N: "3" }, twice: { N: "3" } },
        nested: { M: { kept: text("yes"), deep: { N: "1" } } },
      }
      expect(Attributes).toEqual(after)
      expect(await get("a")).toEqual(after)
      await update("b", { UpdateExpression: "ADD failures :one", ExpressionAttributeValues: { ":one": number(1) } })
      expect(await get("b")).toEqual({ ...key("b"), failures: { N: "1" } })
    })

    it("refuses an update whose path or operand is not there, and one of a key", async () => {
      const { put, update } = await partition()
      await put("a")
      const values = { ExpressionAttributeValues: { ":a": text("a") } }
      for (const UpdateExpression of ["SET nested.deep = :a", "SET twice = absent + :a", "SET sk = :a"])
        expect(await fails(update("a", { UpdateExpression, ...values }))).toEqual(named("ValidationException"))
    })

    it("lists a part of a partition in the order of the bytes of its sort keys, both ways and in pages", async () => {
      const { put, query } = await partition()
      const inOrder = ["a", "a\u0000", "a#1", "a~", "b", "é", "\uffff", "😀"]
      for (const sk of inOrder.toReversed()) await put(sk)
      expect(await query("")).toEqual(inOrder)
      expect(await query("", { Limit: 3, ScanIndexForward: false })).toEqual(inOrder.toReversed())
      const parts = async (condition: string, ...of: string[]) =>
        query(` AND ${condition}`, {
          Limit: 2,
          ExpressionAttributeValues: Object.fromEntries(of.map((one, at) => [`:v${at}`, text(one)])),
        })
      expect(await parts("sk BETWEEN :v0 AND :v1", "a#", "b")).toEqual(["a#1", "a~", "b"])
      expect(await parts("sk < :v0", "a#1")).toEqual(["a", "a\u0000"])
      expect(await parts("sk <= :v0", "a#1")).toEqual(["a", "a\u0000", "a#1"])
      expect(await parts("sk > :v0", "b")).toEqual(["é", "\uffff", "😀"])
      expect(await parts("sk >= :v0", "é")).toEqual(["é", "\uffff", "😀"])
      expect(await parts("begins_with(sk, :v0)", "a")).toEqual(["a", "a\u0000", "a#1", "a~"])
      expect(await parts("sk = :v0", "b")).toEqual(["b"])
      expect(await fails(parts("sk BETWEEN :v0 AND :v1", "", "b"))).toEqual(named("ValidationException"))
      const within = { ExpressionAttributeValues: { ":v0": text("a"), ":v1": text("a~") }, ScanIndexForward: false }
      expect(await query(" AND sk BETWEEN :v0 AND :v1", within)).toEqual(["a~", "a#1", "a\u0000", "a"])
    })

    it("leaves out of a page what its filter refuses", async () => {
      const { put, query } = await partition()
      for (let at = 0; at < 6; at++) await put(String(at), { amount: number(at % 2) })
      const filter = { FilterExpression: "#amount = :one", ExpressionAttributeNames: { "#amount": "amount" } }
      const found = await query("", { ...filter, Limit: 2, ExpressionAttributeValues: { ":one": number(1) } })
      expect(found).toEqual(["1", "3", "5"])
    })

    it("keeps an index of the items that have its key, with what the index carries", async () => {
      const { client, TableName, pk, key, put, update, query } = await partition()
      const owner = `owner-of-${pk}`
      for (const [sk, at] of Object.entries({ 1: "c", 2: "a", 3: "b" }))
        await put(sk, { owner: text(owner), at: text(at) })
      await put("4", { owner: text(owner) })
      const ofOwner = { IndexName: "byOwner", ExpressionAttributeNames: { "#owner": "owner" } }
      const values = { ":owner": text(owner) }
      const find = (more: object = {}) =>
        query("#owner = :owner", { ...ofOwner, ...more, ExpressionAttributeValues: values })
      expect(await find()).toEqual(["2", "3", "1"])
      expect(await find({ ScanIndexForward: false, Limit: 1 })).toEqual(["1", "3", "2"])
      await update("2", { UpdateExpression: "REMOVE #owner", ExpressionAttributeNames: { "#owner": "owner" } })
      await put("1", { owner: text(`${owner}-2`), at: text("c") })
      expect(await find()).toEqual(["3"])
      await put("5", { colour: text(owner), size: number(1), more: text("much") })
      const { Items } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: "byColour",
          KeyConditionExpression: "colour = :owner",
          ExpressionAttributeValues: values,
        }),
      )
      expect(Items).toEqual([{ ...key("5"), colour: text(owner), size: { N: "1" } }])
    })

    it("goes on behind a place that the caller knows", async () => {
      const { put, key, query } = await partition()
      for (const sk of ["1", "2", "3"]) await put(sk)
      expect(await query("", { ExclusiveStartKey: key("1"), Limit: 10 })).toEqual(["2", "3"])
      expect(await query("", { ExclusiveStartKey: key("2"), ScanIndexForward: false, Limit: 10 })).toEqual(["1"])
    })

    it("writes and reads batches, and refuses a batch that is too large or names an item twice", async () => {
      const { client, TableName, key } = await partition()
      const write = (names: readonly string[]) =>
        client.send(
          new BatchWriteItemCommand({
            RequestItems: { [TableName]: names.map((sk) => ({ PutRequest: { Item: key(sk) } })) },
          }),
        )
      const read = (names: readonly string[]) =>
        client.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: names.map(key), ConsistentRead: true } } }),
        )
      const many = (amount: number) => Array.from({ length: amount }, (_, at) => `b${at}`)
      await write(many(25))
      const { Responses } = await read([...many(3), "absent"])
      expect(Responses?.[TableName]?.map(({ sk }) => sk?.S).sort()).toEqual(many(3))
      expect(await fails(write(many(26)))).toEqual(named("ValidationException"))
      expect(await fails(read(many(101)))).toEqual(named("ValidationException"))
      expect(await fails(write(["b1", "b1"]))).toEqual(named("ValidationException"))
      expect(await fails(read(["b1", "b1"]))).toEqual(named("ValidationException"))
    })

    it("writes a transaction as a whole or not at all, and says which part was refused", async () => {
      const { client, TableName, key, put, get } = await partition()
      await put("there", { amount: number(1) })
      await put("removed")
      const transact = (condition: string) =>
        client.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              { Put: { TableName, Item: { ...key("new") }, ConditionExpression: "attribute_not_exists(pk)" } },
              {
                Update: {
                  TableName,
                  Key: key("there"),
                  UpdateExpression: "SET #amount = :two",
                  ExpressionAttributeNames: { "#amount": "amount" },
                  ExpressionAttributeValues: { ":two": number(2) },
                },
              },
              { Delete: { TableName, Key: key("removed") } },
              { ConditionCheck: { TableName, Key: key("checked"), ConditionExpression: condition } },
            ],
          }),
        )
      const refusal = await fails(transact("attribute_exists(pk)"))
      expect(refusal).toMatchObject({ name: "TransactionCanceledException" })
      const { CancellationReasons } = Object(refusal)
      expect(CancellationReasons.map(({ Code }: { Code: string }) => Code)).toEqual([
        "None",
        "None",
        "None",
        "ConditionalCheckFailed",
      ])
      expect([await get("new"), await get("there"), await get("removed")]).toEqual([
        undefined,
        { ...key("there"), amount: { N: "1" } },
        key("removed"),
      ])
      await transact("attribute_not_exists(pk)")
      expect([await get("new"), await get("there"), await get("removed")]).toEqual([
        key("new"),
        { ...key("there"), amount: { N: "2" } },
        undefined,
      ])
    })

    it("refuses a transaction that changes an item twice, or more than 100 items", async () => {
      const { client, TableName, key } = await partition()
      const puts = (names: readonly string[]) =>
        client.send(
          new TransactWriteItemsCommand({ TransactItems: names.map((sk) => ({ Put: { TableName, Item: key(sk) } })) }),
        )
      expect(await fails(puts(["a", "a"]))).toEqual(named("ValidationException"))
      expect(await fails(puts(Array.from({ length: 101 }, (_, at) => String(at))))).toEqual(
        named("ValidationException"),
      )
    })

    it("finds an item in one segment of a scan, and removes it", async () => {
      const { client, TableName, pk, key, put, get } = await partition()
      await put("a")
      const found = await Promise.all(
        [0, 1, 2, 3].map(async (Segment) => {
          const items: Row[] = []
          let from: Row | undefined
          do {
            const page = await client.send(
              new ScanCommand({ TableName, Segment, TotalSegments: 4, ExclusiveStartKey: from }),
            )
            items.push(...(page.Items ?? []))
            from = page.LastEvaluatedKey
          } while (from !== undefined)
          return items.filter((item) => item["pk"]?.S === pk).length
        }),
      )
      expect(found.sort()).toEqual([0, 0, 0, 1])
      await client.send(new DeleteItemCommand({ TableName, Key: key("a") }))
      expect(await get("a")).toBeUndefined()
    })

    it("refuses empty keys, long ones, items of more than 400 KB, and placeholders without use or value", async () => {
      const { put, get, update } = await partition()
      const remove = (more: object) => update("a", { UpdateExpression: "REMOVE gone", ...more })
      const values = [{ ":one": number(1) }, {}].map((given) => remove({ ExpressionAttributeValues: given }))
      const names = [{ "#one": "one" }, {}].map((given) => remove({ ExpressionAttributeNames: given }))
      const keys = [
        put(""),
        put("a", { owner: text(""), at: text("b") }),
        put("x".repeat(1_025)),
        get("x".repeat(1_025)),
      ]
      const large = put("large", { all: text("x".repeat(400 * 1024)) })
      const half = put("a", {}, "attribute_not_exists(pk) OR amount = :one")
      const refused = await Promise.all([...values, ...names, ...keys, large, half].map(fails))
      expect(refused).toEqual(refused.map(() => named("ValidationException")))
    })
  })
}

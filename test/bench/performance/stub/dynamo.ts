import * as z from "zod"
import { type Item, item, itemBytes } from "./attribute-values.ts"
import { fits, type Placeholders, updated } from "./expressions.ts"
import { type MemoryTable, readUnits, type Units } from "./memory-tables.ts"

/** The tables of a stub by name. @throws Error for a table that does not exist */
export type TablesByName = (name: string) => MemoryTable

/** What a call answers and what it costs. `error` is a type of DynamoDB. */
export type DynamoAnswer = {
  readonly table: string
  readonly units: Units
  readonly body: object
  readonly error?: string
}

const placeholders = {
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: item.default({}),
}
const write = {
  TableName: z.string(),
  ConditionExpression: z.string().optional(),
  ReturnValuesOnConditionCheckFailure: z.enum(["ALL_OLD", "NONE"]).optional(),
  ...placeholders,
}
const put = z.object({ ...write, Item: item })
const update = z.object({ ...write, Key: item, UpdateExpression: z.string(), ReturnValues: z.string().optional() })
const onKey = z.object({ ...write, Key: item })
const get = z.object({ TableName: z.string(), Key: item, ConsistentRead: z.boolean().default(false) })
const batchGet = z.object({
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(item), ConsistentRead: z.boolean().default(false) })),
})
const batchWrite = z.object({
  RequestItems: z.record(z.string(), z.array(z.object({ PutRequest: z.object({ Item: item }) }))),
})
const read = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  FilterExpression: z.string().optional(),
  ScanIndexForward: z.boolean().default(true),
  ConsistentRead: z.boolean().default(false),
  Limit: z.int().positive().optional(),
  ExclusiveStartKey: item.optional(),
  ...placeholders,
})
const transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: put.optional(),
      Update: update.optional(),
      Delete: onKey.optional(),
      ConditionCheck: onKey.optional(),
    }),
  ),
})

/**
 * Answers one operation of DynamoDB.
 *
 * @throws Error for an operation, a table or an expression that the stub does not know
 */
export function answerDynamo(tables: TablesByName, operation: string, body: unknown): DynamoAnswer {
  switch (operation) {
    case "PutItem": {
      const call = put.parse(body)
      return writeOne(tables, { ...call, Key: call.Item, after: () => call.Item })
    }
    case "UpdateItem": {
      const call = update.parse(body)
      return writeOne(tables, { ...call, after: (before) => updatedItem(call, before) })
    }
    case "DeleteItem":
      return writeOne(tables, { ...onKey.parse(body), after: () => undefined })
    case "GetItem": {
      const call = get.parse(body)
      const found = tables(call.TableName).get(call.Key)
      const units = reading(readUnits(bytesOf(found), call.ConsistentRead))
      return { table: call.TableName, units, body: found === undefined ? {} : { Item: found } }
    }
    case "BatchGetItem":
      return answerBatch(tables, batchGet.parse(body))
    case "BatchWriteItem":
      return answerBatchWrite(tables, batchWrite.parse(body))
    case "Query":
    case "Scan":
      return answerPage(tables, read.parse(body))
    case "TransactWriteItems":
      return answerTransaction(tables, transaction.parse(body))
    default:
      throw new Error(`The stub does not know the operation ${operation}`)
  }
}

type Write = {
  readonly TableName: string
  readonly Key: Item
  readonly ConditionExpression?: string | undefined
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE" | undefined
  readonly ReturnValues?: string | undefined
  readonly after: (before: Item | undefined) => Item | undefined
} & PlaceholderFields

type PlaceholderFields = {
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues: Item
}

const placeholdersOf = (call: PlaceholderFields): Placeholders => ({
  names: call.ExpressionAttributeNames,
  values: call.ExpressionAttributeValues,
})

function updatedItem(call: z.output<typeof update>, before: Item | undefined): Item {
  return updated(call.UpdateExpression, placeholdersOf(call), before ?? call.Key)
}

function writeOne(tables: TablesByName, call: Write): DynamoAnswer {
  const table = tables(call.TableName)
  const before = table.get(call.Key)
  if (!fits(call.ConditionExpression, placeholdersOf(call), before ?? {})) {
    const held = call.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && before !== undefined ? { Item: before } : {}
    const body = { message: "The conditional request failed", ...held }
    return { table: call.TableName, units: table.refuse(call.Key), body, error: "ConditionalCheckFailedException" }
  }
  const after = call.after(before)
  const units = table.replace(call.Key, after)
  return { table: call.TableName, units, body: call.ReturnValues === "ALL_NEW" ? { Attributes: after } : {} }
}

function answerBatch(tables: TablesByName, { RequestItems }: z.output<typeof batchGet>): DynamoAnswer {
  let units = 0
  const Responses: Record<string, Item[]> = {}
  for (const [name, { Keys, ConsistentRead }] of Object.entries(RequestItems)) {
    const found = Keys.map((key) => tables(name).get(key))
    // Each item is rounded up by itself, and one that does not exist costs as much as a small one.
    for (const each of found) units += readUnits(bytesOf(each), ConsistentRead)
    Responses[name] = found.filter((each) => each !== undefined)
  }
  const body = { Responses, UnprocessedKeys: {} }
  return { table: Object.keys(RequestItems).join("+"), units: reading(units), body }
}

function answerBatchWrite(tables: TablesByName, { RequestItems }: z.output<typeof batchWrite>): DynamoAnswer {
  const units = { read: 0, write: 0, indexWrite: 0 }
  for (const [name, requests] of Object.entries(RequestItems))
    for (const { PutRequest } of requests) {
      const { write: table, indexWrite } = tables(name).replace(PutRequest.Item, PutRequest.Item)
      units.write += table
      units.indexWrite += indexWrite
    }
  return { table: Object.keys(RequestItems).join("+"), units, body: { UnprocessedItems: {} } }
}

/** DynamoDB reads at most 1 MB a call. */
const pageBytes = 1024 * 1024

function answerPage(tables: TablesByName, call: z.output<typeof read>): DynamoAnswer {
  const table = tables(call.TableName)
  const sorted = table.sorted(call.IndexName)
  if (!call.ScanIndexForward) sorted.reverse()
  const inRange = sorted.filter((each) => fits(call.KeyConditionExpression, placeholdersOf(call), each))
  const start = call.ExclusiveStartKey === undefined ? undefined : JSON.stringify(call.ExclusiveStartKey)
  const keyText = (each: Item) => {
    const key = table.keyOf(each, call.IndexName)
    return JSON.stringify(
      Object.fromEntries(Object.keys(call.ExclusiveStartKey ?? key).map((name) => [name, key[name]])),
    )
  }
  const from = start === undefined ? 0 : inRange.findIndex((each) => keyText(each) === start) + 1
  let bytes = 0
  const page: Item[] = []
  for (const each of inRange.slice(from)) {
    if (page.length === call.Limit || (page.length > 0 && bytes + itemBytes(each) > pageBytes)) break
    bytes += itemBytes(each)
    page.push(each)
  }
  const last = page.at(-1)
  const isLast = last === undefined || from + page.length === inRange.length
  const Items = page.filter((each) => fits(call.FilterExpression, placeholdersOf(call), each))
  const body = { Items, Count: Items.length, ScannedCount: page.length }
  return {
    table: call.IndexName === undefined ? call.TableName : `${call.TableName}.${call.IndexName}`,
    units: reading(readUnits(bytes, call.ConsistentRead)),
    body: isLast ? body : { ...body, LastEvaluatedKey: table.keyOf(last, call.IndexName) },
  }
}

function answerTransaction(tables: TablesByName, { TransactItems }: z.output<typeof transaction>): DynamoAnswer {
  const writes = TransactItems.map(({ Put, Update, Delete, ConditionCheck }): Write => {
    if (Put !== undefined) return { ...Put, Key: Put.Item, after: () => Put.Item }
    if (Update !== undefined) return { ...Update, after: (before) => updatedItem(Update, before) }
    if (Delete !== undefined) return { ...Delete, after: () => undefined }
    if (ConditionCheck !== undefined) return { ...ConditionCheck, after: (before) => before }
    throw new Error("A part of a transaction is empty")
  })
  const table = [...new Set(writes.map(({ TableName }) => TableName))].join("+")
  const holds = writes.map((each) =>
    fits(each.ConditionExpression, placeholdersOf(each), tables(each.TableName).get(each.Key) ?? {}),
  )
  const isRefused = holds.includes(false)
  const total = { read: 0, write: 0, indexWrite: 0 }
  for (const each of writes) {
    const target = tables(each.TableName)
    const units = isRefused ? target.refuse(each.Key) : target.replace(each.Key, each.after(target.get(each.Key)))
    // A transaction writes each item twice: once to prepare it and once to commit it.
    total.write += 2 * units.write
    total.indexWrite += units.indexWrite
  }
  if (!isRefused) return { table, units: total, body: {} }
  const CancellationReasons = holds.map((held) => ({ Code: held ? "None" : "ConditionalCheckFailed" }))
  const body = { message: "Transaction cancelled", CancellationReasons }
  return { table, units: total, body, error: "TransactionCanceledException" }
}

function reading(read: number): Units {
  return { read, write: 0, indexWrite: 0 }
}

function bytesOf(found: Item | undefined): number {
  return found === undefined ? 0 : itemBytes(found)
}

import type {
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  ConditionCheck,
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  TransactWriteItemsCommandInput,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb"
import { Invalid, type Item, itemBytes, type Value } from "./attribute-values.ts"
import { conditionOf, type Expression, keyConditionOf, type Placeholders, updateOf } from "./expressions.ts"
import type { MemoryTable } from "./memory-table.ts"
import { noUnits, readUnits, refusedUnits, type Units, writtenUnits } from "./units.ts"

/** The tables by name. @throws Error for a table that does not exist */
export type TablesByName = (name: string | undefined) => MemoryTable

/** What a call answers, and what it costs. `error` is a type of DynamoDB's errors, which carry `body`. */
export type Answer<Body = object> = {
  readonly body: Body
  readonly error?: "ConditionalCheckFailedException" | "TransactionCanceledException"
  /** Capacity that the call used, in DynamoDB's units. */
  units(): Units
}

/** Attributes of an input that change nothing here. */
const unread = new Set(["ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "ClientRequestToken"])

/** @throws Error for an option that no store uses. It is never ignored */
function requireKnown(input: object, known: readonly string[]): void {
  for (const name of Object.keys(input))
    if (!known.includes(name) && !unread.has(name) && Reflect.get(input, name) !== undefined)
      throw new Error(`The option ${name} of a call is unknown here`)
}

/** What the expressions of a call share. */
type Given = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined
  readonly ExpressionAttributeValues?: Item | undefined
}
const none: Readonly<Record<string, never>> = {}

/** @throws Invalid unless the call has each placeholder that its expressions use, and no other one */
function placeholdersOf(call: Given, ...expressions: (Expression<unknown> | undefined)[]): Placeholders {
  const { ExpressionAttributeNames: names = none, ExpressionAttributeValues: values = none } = call
  for (const placeholders of [call.ExpressionAttributeNames, call.ExpressionAttributeValues])
    if (placeholders !== undefined && Object.keys(placeholders).length === 0)
      throw new Invalid("The names or the values of a call are empty")
  for (const placeholders of [names, values])
    for (const name in placeholders)
      if (!expressions.some((expression) => expression?.uses.has(name)))
        throw new Invalid(`The call has ${name}, which no expression uses`)
  for (const expression of expressions)
    for (const name of expression?.uses ?? [])
      if (names[name] === undefined && values[name] === undefined)
        throw new Invalid(`An expression uses ${name}, which the call does not have`)
  return { names, values }
}

type Conditional = Given & {
  readonly TableName: string | undefined
  readonly ConditionExpression?: string | undefined
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined
}

/** A write of one item: its table and key, whether what is there fits, and what is there afterwards. */
type Write = {
  readonly table: MemoryTable
  readonly key: Item
  fits(before: Item | undefined): boolean
  after(before: Item | undefined): Item | undefined
}

/** What is there after a write of what was there before. */
type After = (before: Item | undefined, given: Placeholders) => Item | undefined

const writeOptions = [
  "TableName",
  "ConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValuesOnConditionCheckFailure",
]
const putOptions = [...writeOptions, "Item"]
const keyOptions = [...writeOptions, "Key"]
const updateOptions = [...keyOptions, "UpdateExpression", "ReturnValues"]

function writeOf(
  tables: TablesByName,
  call: Conditional,
  { key, after, update }: Pick<Write, "key"> & { after: After; update?: Expression<unknown> },
): Write {
  const condition = call.ConditionExpression === undefined ? undefined : conditionOf(call.ConditionExpression)
  const given = placeholdersOf(call, condition, update)
  const fits = (before: Item | undefined) => condition === undefined || condition.run(before ?? none, given)
  return { table: tables(call.TableName), key, fits, after: (before) => after(before, given) }
}

function putOf(tables: TablesByName, call: Conditional & Pick<PutItemCommandInput, "Item">): Write {
  requireKnown(call, putOptions)
  const item = call.Item ?? none
  const { key } = tables(call.TableName).description
  const parts: Record<string, Value> = {}
  for (const name of key) if (name !== undefined && item[name] !== undefined) parts[name] = item[name]
  return writeOf(tables, call, { key: parts, after: () => item })
}

function deleteOf(tables: TablesByName, call: Conditional & Pick<DeleteItemCommandInput, "Key">): Write {
  requireKnown(call, keyOptions)
  return writeOf(tables, call, { key: call.Key ?? none, after: () => undefined })
}

function checkOf(tables: TablesByName, call: ConditionCheck): Write {
  requireKnown(call, keyOptions)
  return writeOf(tables, call, { key: call.Key ?? none, after: (before) => before })
}

type UpdateCall = Conditional & Pick<UpdateItemCommandInput, "Key" | "UpdateExpression">

function updateWriteOf(tables: TablesByName, call: UpdateCall): Write {
  requireKnown(call, updateOptions)
  const update = updateOf(call.UpdateExpression ?? "")
  const key = call.Key ?? none
  const keyNames = Object.keys(key)
  return writeOf(tables, call, { key, after: (before, given) => update.run(before ?? key, given, keyNames), update })
}

/** Writes one item if its condition holds. */
function written(write: Write, call: Conditional & { readonly ReturnValues?: string | undefined }): Answer {
  const { table, key } = write
  const before = table.get(key)
  if (!write.fits(before)) {
    const shows = call.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && before !== undefined
    const body = { message: "The conditional request failed", ...(shows ? { Item: before } : {}) }
    return { body, error: "ConditionalCheckFailedException", units: () => refusedUnits(before) }
  }
  const after = write.after(before)
  table.replace(key, after)
  return {
    body: call.ReturnValues === "ALL_NEW" ? { Attributes: after } : {},
    units: () => writtenUnits(table, before, after),
  }
}

export function putItem(tables: TablesByName, input: PutItemCommandInput): Answer {
  return written(putOf(tables, input), input)
}

export function deleteItem(tables: TablesByName, input: DeleteItemCommandInput): Answer {
  return written(deleteOf(tables, input), input)
}

export function updateItem(tables: TablesByName, input: UpdateItemCommandInput): Answer {
  const { ReturnValues = "NONE" } = input
  if (!["NONE", "ALL_NEW"].includes(ReturnValues)) throw new Error(`${ReturnValues} of an update is unknown here`)
  return written(updateWriteOf(tables, input), input)
}

export function getItem(tables: TablesByName, input: GetItemCommandInput): Answer {
  requireKnown(input, ["TableName", "Key", "ConsistentRead"])
  const found = tables(input.TableName).get(input.Key ?? none)
  const units = () => reading(readUnits(found === undefined ? 0 : itemBytes(found), input.ConsistentRead === true))
  return { body: found === undefined ? {} : { Item: found }, units }
}

const [keysOfBatch, itemsOfBatch] = [100, 25]

export function batchGetItem(tables: TablesByName, input: BatchGetItemCommandInput): Answer {
  requireKnown(input, ["RequestItems"])
  const requests = Object.entries(input.RequestItems ?? {})
  const count = requests.reduce((sum, [, { Keys = [] }]) => sum + Keys.length, 0)
  if (count === 0 || count > keysOfBatch) throw new Invalid(`A batch of ${count} keys is refused`)
  let units = 0
  const Responses: Record<string, Item[]> = {}
  for (const [name, { Keys = [], ConsistentRead = false, ...others }] of requests) {
    requireKnown(others, [])
    requireDistinct(tables(name), Keys)
    const found = Keys.map((key) => tables(name).get(key))
    // Each item is rounded up by itself, and one that does not exist costs as much as a small one.
    for (const each of found) units += readUnits(each === undefined ? 0 : itemBytes(each), ConsistentRead)
    Responses[name] = found.filter((each) => each !== undefined)
  }
  return { body: { Responses, UnprocessedKeys: {} }, units: () => reading(units) }
}

/** The puts of a batch, each of which is a write of its own. */
export function putsOfBatch(tables: TablesByName, input: BatchWriteItemCommandInput): (() => Units)[] {
  requireKnown(input, ["RequestItems"])
  const writes = Object.entries(input.RequestItems ?? {}).flatMap(([TableName, requests]) => {
    const puts = requests.map(({ PutRequest, ...others }) => {
      if (PutRequest === undefined || Object.keys(others).length > 0) throw new Error("A batch has more than puts")
      return putOf(tables, { TableName, Item: PutRequest.Item })
    })
    requireDistinct(
      tables(TableName),
      puts.map(({ key }) => key),
    )
    return puts
  })
  if (writes.length === 0 || writes.length > itemsOfBatch) throw new Invalid(`A batch of ${writes.length} is refused`)
  return writes.map(({ table, key, after }) => () => {
    const before = table.get(key)
    const item = after(before)
    table.replace(key, item)
    return writtenUnits(table, before, item)
  })
}

/** @throws Invalid if two keys are the same */
function requireDistinct(table: MemoryTable, keys: readonly Item[]): void {
  const names = keys.map((key) => JSON.stringify(table.description.key.map((name = "") => key[name]?.S)))
  if (new Set(names).size < names.length) throw new Invalid("Two of the keys of one call are the same")
}

/** DynamoDB reads at most 1 MB a call. */
const pageBytes = 1024 * 1024

export function query(tables: TablesByName, input: QueryCommandInput): Answer {
  const { ScanIndexForward = true, KeyConditionExpression = "", ...others } = input
  return page(tables, others, { descending: !ScanIndexForward, key: keyConditionOf(KeyConditionExpression) })
}

export function scan(tables: TablesByName, input: ScanCommandInput): Answer {
  const { Segment, TotalSegments, ...others } = input
  if (Segment === undefined || TotalSegments === undefined) return page(tables, others, {})
  const isOfSegment = (item: Item) => segmentOf(item, tables(input.TableName), TotalSegments) === Segment
  return page(tables, others, { isRead: isOfSegment })
}

/** In which of the table's segments an item is. */
function segmentOf(item: Item, { description }: MemoryTable, segments: number): number {
  let hash = 0
  for (const unit of Buffer.from(item[description.key[0]]?.S ?? "")) hash = (Math.imul(hash, 31) + unit) >>> 0
  return hash % segments
}

type Reading = {
  readonly descending?: boolean
  readonly key?: ReturnType<typeof keyConditionOf>
  readonly isRead?: (item: Item) => boolean
}

const pageOptions = [
  ...["TableName", "IndexName", "ConsistentRead", "Limit", "ExclusiveStartKey"],
  ...["FilterExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"],
]

function page(
  tables: TablesByName,
  input: Omit<ScanCommandInput, "Segment" | "TotalSegments">,
  { descending = false, key, isRead = () => true }: Reading,
): Answer {
  requireKnown(input, pageOptions)
  const { IndexName: index, ConsistentRead: isConsistent = false, Limit: limit, ExclusiveStartKey: behind } = input
  const table = tables(input.TableName)
  const filter = input.FilterExpression === undefined ? undefined : conditionOf(input.FilterExpression)
  const given = placeholdersOf(input, key, filter)
  const ofKey: readonly (string | undefined)[] = key === undefined ? [] : table.keyOf(index)
  for (const name of filter?.attributes ?? [])
    if (ofKey.includes(given.names[name] ?? name)) throw new Invalid("A filter of a query has an attribute of the key")
  if (isConsistent && index !== undefined) throw new Invalid("Consistent reads are not supported on an index")
  if (limit !== undefined && !(limit >= 1)) throw new Invalid("The limit of a page is below 1")
  let bytes = 0
  const read: Item[] = []
  let next: Item | undefined
  for (const item of table.read({ index, terms: key?.run(given) ?? [], behind, descending })) {
    if (!isRead(item)) continue
    bytes += itemBytes(item)
    read.push(item)
    if (read.length !== limit && bytes <= pageBytes) continue
    next = item
    break
  }
  const Items = filter === undefined ? read : read.filter((item) => filter.run(item, given))
  const body = { Items, Count: Items.length, ScannedCount: read.length }
  return {
    body: next === undefined ? body : { ...body, LastEvaluatedKey: table.placeOf(next, index) },
    units: () => reading(readUnits(bytes, isConsistent)),
  }
}

const partsOfTransaction = 100
const bytesOfTransaction = 4 * 1024 * 1024

export function transactWriteItems(tables: TablesByName, input: TransactWriteItemsCommandInput): Answer {
  requireKnown(input, ["TransactItems"])
  const parts = input.TransactItems ?? []
  if (parts.length === 0 || parts.length > partsOfTransaction) throw new Invalid(`${parts.length} parts are refused`)
  const writes = parts.map(({ Put, Update, Delete, ConditionCheck: check }): Write => {
    if (Put !== undefined) return putOf(tables, Put)
    if (Update !== undefined) return updateWriteOf(tables, Update)
    if (Delete !== undefined) return deleteOf(tables, Delete)
    if (check !== undefined) return checkOf(tables, check)
    throw new Error("A part of a transaction is empty")
  })
  for (const table of new Set(writes.map((write) => write.table)))
    requireDistinct(
      table,
      writes.filter((write) => write.table === table).map(({ key }) => key),
    )
  const changes = writes.map((write) => {
    const before = write.table.get(write.key)
    const fits = write.fits(before)
    return { ...write, before, fits, item: fits ? write.after(before) : undefined }
  })
  if (changes.some(({ fits }) => !fits)) {
    const CancellationReasons = changes.map(({ fits }) => ({ Code: fits ? "None" : "ConditionalCheckFailed" }))
    const body = { message: "Transaction cancelled", CancellationReasons }
    const units = () => twice(changes.map(({ before }) => refusedUnits(before)))
    return { body, error: "TransactionCanceledException", units }
  }
  if (changes.reduce((sum, { item }) => sum + (item === undefined ? 0 : itemBytes(item)), 0) > bytesOfTransaction)
    throw new Invalid("The items of a transaction have more than 4 MB")
  for (const { table, item } of changes) table.requireStorable(item)
  for (const { table, key, item } of changes) table.replace(key, item)
  return { body: {}, units: () => twice(changes.map(({ table, before, item }) => writtenUnits(table, before, item))) }
}

/** A transaction writes each item of a table twice: once to prepare it and once to commit it. */
function twice(each: readonly Units[]): Units {
  const sum = (of: "write" | "indexWrite") => each.reduce((total, units) => total + units[of], 0)
  return { read: 0, write: 2 * sum("write"), indexWrite: sum("indexWrite") }
}

function reading(read: number): Units {
  return { ...noUnits, read }
}

import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb"
import type * as z from "zod"
import { readBatches, writeBatches } from "./dynamo-batches.ts"
import { requireKnownVersion, rowVersionAttribute } from "./row-version.ts"

/** A row does not fit its schema. The message names the table and the fields, never a value. */
export class RowUnreadable extends Error {
  override name = "RowUnreadable"
  constructor(tableName: string, error: z.ZodError) {
    const rules = error.issues.map((issue) => `${issue.path.join(".") || "(row)"}: ${issue.code}`)
    super(`A row of ${tableName} does not fit its schema: ${rules.join(", ")}`)
  }
}

type Names = Readonly<Record<string, string>>
type Values = Readonly<Record<string, unknown>>

/** A condition in DynamoDB's own expression language, with its placeholders (`#name`, `:value`). */
export type Condition = { readonly expression: string; readonly names?: Names; readonly values?: Values }

/** An update expression with its placeholders and an optional condition. */
export type Update = Condition & { readonly condition?: string }

/** The result of a conditional write. If the condition did not hold, `current` is the stored item, if any. */
export type Write<Row> = { readonly written: true } | { readonly written: false; readonly current: Row | undefined }

/** The result of an update: the updated item, or the stored item for which the condition did not hold. */
export type Updated<Row> =
  | { readonly written: true; readonly row: Row }
  | { readonly written: false; readonly current: Row | undefined }

/** One item's part in a transaction. */
export type TransactionPart = NonNullable<
  ConstructorParameters<typeof TransactWriteItemsCommand>[0]["TransactItems"]
>[number]

type Key = Readonly<Record<string, string | number>>

export type QueryOptions = Condition & {
  readonly index?: string
  readonly filter?: string
  /** Order of the sort key; ascending by default. */
  readonly descending?: boolean
  /** Items to read per call. */
  readonly pageSize?: number
  readonly consistent?: boolean
  /** Key attributes of an item, those of the table and of the index: the result begins behind it. */
  readonly after?: Key | undefined
}

/** One table whose rows are parsed by `schema` on every read and encoded from its type on every write. */
export type Table<Row> = {
  readonly tableName: string
  /** Reads strongly consistently by default. */
  get(key: Key, options?: { consistent?: boolean }): Promise<Row | undefined>
  /** Reads any number of keys, strongly consistently by default. The result has no missing rows and no fixed order. */
  getAll(keys: readonly Key[], options?: { consistent?: boolean }): Promise<Row[]>
  put(row: Row, condition?: Condition): Promise<Write<Row>>
  /** Puts any number of rows with distinct keys, each by itself and whatever is stored there. Costs a call for 25. */
  putAll(rows: readonly Row[]): Promise<void>
  update(key: Key, update: Update): Promise<Updated<Row>>
  delete(key: Key, condition?: Condition): Promise<Write<Row>>
  query(options: QueryOptions): AsyncGenerator<Row, void, undefined>
  /** A put for {@link transact}. */
  putPart(row: Row, condition?: Condition): TransactionPart
  /** A delete for {@link transact}. */
  deletePart(key: Key, condition?: Condition): TransactionPart
}

/**
 * The DynamoDB client of a function. Its short timeouts let a lost connection cost one retry and not the invocation.
 */
export function dynamoClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 4, requestHandler: impatient(1_000, 4_000) })
}

/** A client for optional counters (`ADD`). It makes one attempt, because a repeated one could count twice. */
export function dynamoClientOfOneAttempt(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 1, requestHandler: impatient(300, 300) })
}

/** Timeouts in milliseconds. Without `throwOnRequestTimeout` the SDK logs a timeout and keeps waiting. */
function impatient(connectionTimeout: number, requestTimeout: number) {
  return { connectionTimeout, requestTimeout, throwOnRequestTimeout: true }
}

const marshalling = { removeUndefinedValues: true } as const

type Item = Record<string, AttributeValue>

/** A table of DynamoDB by its name, and the client that reads it. */
export type TableOptions = { client: DynamoDBClient; tableName: string }

/** What the operations of one table share. */
type Bound<Row> = TableOptions & {
  /** @throws RowUnreadable, RowTooNew */
  parse(item: Item): Row
}

const encode = (value: unknown): Item => marshall(value, marshalling)

/**
 * Binds a table name to the schema of its rows. A table with several kinds of row takes a union.
 *
 * @throws RowUnreadable from every read of a row that the schema refuses
 * @throws RowTooNew from every read of a row that a newer release wrote in a form of its own
 */
export function dynamoTable<Schema extends z.ZodType>(
  options: TableOptions & { schema: Schema },
): Table<z.output<Schema>> {
  const { client, tableName, schema } = options
  const parse = (item: Item): z.output<Schema> => {
    const attributes = unmarshall(item)
    requireKnownVersion(attributes[rowVersionAttribute])
    const parsed = schema.safeParse(attributes)
    if (!parsed.success) throw new RowUnreadable(tableName, parsed.error)
    return parsed.data
  }
  const bound: Bound<z.output<Schema>> = { client, tableName, parse: oncePerFrozenItem(parse) }
  return { tableName, ...reads(bound), ...conditionalWrites(bound), ...transactionParts(tableName) }
}

/**
 * A frozen item is parsed once, into a frozen row. DynamoDB's items are never frozen; those of a table in memory are,
 * and it hands out the same one at each read.
 */
function oncePerFrozenItem<Row>(parse: (item: Item) => Row): (item: Item) => Row {
  const known = new WeakMap<Item, Row>()
  return (item) => {
    if (!Object.isFrozen(item)) return parse(item)
    const row = known.get(item) ?? frozen(parse(item))
    known.set(item, row)
    return row
  }
}

/** The value, whose objects and lists cannot be changed from now on. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

function reads<Row>({ client, tableName, parse }: Bound<Row>): Pick<Table<Row>, "get" | "getAll" | "query"> {
  return {
    async get(key, { consistent = true } = {}) {
      const input = { TableName: tableName, Key: encode(key), ConsistentRead: consistent }
      const { Item: item } = await client.send(new GetItemCommand(input))
      return item === undefined ? undefined : parse(item)
    },
    async getAll(keys, { consistent = true } = {}) {
      const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()]
      return (await readBatches(client, tableName, distinct.map(encode), consistent)).map(parse)
    },
    query: (query) =>
      readPages(
        parse,
        (from) => client.send(new QueryCommand({ ...queryInput(tableName, query), ExclusiveStartKey: from })),
        query.after === undefined ? undefined : encode(query.after),
      ),
  }
}

function conditionalWrites<Row>({
  client,
  tableName,
  parse,
}: Bound<Row>): Pick<Table<Row>, "put" | "putAll" | "update" | "delete"> {
  const refused = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const
  const current = (item: Item | undefined) => (item === undefined ? undefined : parse(item))
  /** Runs a conditional write. If the condition did not hold, returns the stored item, if the error carries it. */
  async function guarded<Result>(write: () => Promise<Result>) {
    try {
      return { written: true as const, result: await write() }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      return { written: false as const, current: current(error.Item) }
    }
  }
  return {
    async put(row, condition) {
      const input = { ...putInput(tableName, row, condition), ...refused }
      return withoutResult(await guarded(() => client.send(new PutItemCommand(input))))
    },
    putAll: (rows) => writeBatches(client, tableName, rows.map(encode)),
    async update(key, update) {
      const input = { ...updateInput(tableName, key, update), ReturnValues: "ALL_NEW" as const, ...refused }
      const write = await guarded(() => client.send(new UpdateItemCommand(input)))
      return write.written ? { written: true, row: parse(write.result.Attributes ?? {}) } : write
    },
    async delete(key, condition) {
      const input = { ...deleteInput(tableName, key, condition), ...refused }
      return withoutResult(await guarded(() => client.send(new DeleteItemCommand(input))))
    },
  }
}

function withoutResult<Row>(write: { written: true } | { written: false; current: Row | undefined }): Write<Row> {
  return write.written ? { written: true } : write
}

function transactionParts<Row>(tableName: string): Pick<Table<Row>, "putPart" | "deletePart"> {
  return {
    putPart: (row, condition) => ({ Put: putInput(tableName, row, condition) }),
    deletePart: (key, condition) => ({ Delete: deleteInput(tableName, key, condition) }),
  }
}

async function* readPages<Row>(
  parse: (item: Item) => Row,
  read: (from: Item | undefined) => Promise<{ Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined }>,
  after?: Item,
): AsyncGenerator<Row, void, undefined> {
  let from = after
  do {
    const page = await read(from)
    for (const item of page.Items ?? []) yield parse(item)
    from = page.LastEvaluatedKey
  } while (from !== undefined)
}

/**
 * Writes all parts or none. `refused`: a condition did not hold, or another writer changed one of the items. Read and
 * decide again. Any other reason, such as throttling, throws.
 */
export async function transact(
  client: DynamoDBClient,
  parts: readonly TransactionPart[],
): Promise<"written" | "refused"> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [...parts] }))
    return "written"
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? "None")
    if (codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict")) return "refused"
    throw error
  }
}

function putInput(tableName: string, row: unknown, condition: Condition | undefined) {
  return { TableName: tableName, Item: encode(row), ...conditionInput(condition) }
}

function updateInput(tableName: string, key: Key, update: Update) {
  return {
    TableName: tableName,
    Key: encode(key),
    UpdateExpression: update.expression,
    ...(update.condition === undefined ? {} : { ConditionExpression: update.condition }),
    ...placeholders(update),
  }
}

function deleteInput(tableName: string, key: Key, condition: Condition | undefined) {
  return { TableName: tableName, Key: encode(key), ...conditionInput(condition) }
}

function queryInput(tableName: string, query: QueryOptions) {
  return {
    TableName: tableName,
    ...(query.index === undefined ? {} : { IndexName: query.index }),
    KeyConditionExpression: query.expression,
    ...placeholders(query),
    ...(query.filter === undefined ? {} : { FilterExpression: query.filter }),
    ScanIndexForward: query.descending !== true,
    ConsistentRead: query.consistent ?? false,
    Limit: query.pageSize,
  }
}

function conditionInput(condition: Condition | undefined) {
  return condition === undefined ? {} : { ConditionExpression: condition.expression, ...placeholders(condition) }
}

function placeholders({ names, values }: { names?: Names | undefined; values?: Values | undefined }) {
  return {
    ...(names === undefined ? {} : { ExpressionAttributeNames: { ...names } }),
    ...(values === undefined ? {} : { ExpressionAttributeValues: marshall(values, marshalling) }),
  }
}

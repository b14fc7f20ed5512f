import type { AttributeValue } from "@aws-sdk/client-dynamodb"
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb"
import type * as z from "zod"

/** A row read from a table is not what its schema says. Names the table and the fields, never a value. */
export class RowUnreadable extends Error {
  override name = "RowUnreadable"
  constructor(tableName: string, error: z.ZodError) {
    const rules = error.issues.map((issue) => `${issue.path.join(".") || "(row)"}: ${issue.code}`)
    super(`A row of ${tableName} does not fit its schema: ${rules.join(", ")}`)
  }
}

/** A batch read kept coming back unfinished; a retry of the whole event mends it. */
export class ReadThrottled extends Error {
  override name = "ReadThrottled"
  constructor(tableName: string) {
    super(`Reads of ${tableName} were throttled`)
  }
}

type Names = Readonly<Record<string, string>>
type Values = Readonly<Record<string, unknown>>

/** A condition in DynamoDB's own expression language, with its placeholders (`#name`, `:value`). */
export type Condition = { readonly expression: string; readonly names?: Names; readonly values?: Values }

/** An update expression with its placeholders and, if it must not always happen, its condition. */
export type Update = Condition & { readonly condition?: string }

/** What a conditional write came to. `current` is the item that refused it, where there is one. */
export type Write<Row> = { readonly written: true } | { readonly written: false; readonly current: Row | undefined }
/** What an update came to: the whole item afterwards, or the one that refused it. */
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
  /** Sort key order; ascending unless said otherwise. */
  readonly descending?: boolean
  /** Items to read per call. */
  readonly pageSize?: number
  readonly consistent?: boolean
}

/** One table whose rows are parsed by `schema` on every read and encoded from its type on every write. */
export type Table<Row> = {
  readonly tableName: string
  /** Reads strongly consistently unless told otherwise. */
  get(key: Key, options?: { consistent?: boolean }): Promise<Row | undefined>
  /** Reads up to any number of keys, in batches of 100; missing rows are left out, order is not kept. Strongly consistent. */
  getAll(keys: readonly Key[]): Promise<Row[]>
  put(row: Row, condition?: Condition): Promise<Write<Row>>
  update(key: Key, update: Update): Promise<Updated<Row>>
  delete(key: Key, condition?: Condition): Promise<Write<Row>>
  query(options: QueryOptions): AsyncGenerator<Row, void, undefined>
  scan(options?: { filter?: Condition }): AsyncGenerator<Row, void, undefined>
  /** A put to hand to {@link transact}. */
  putPart(row: Row, condition?: Condition): TransactionPart
  /** An update to hand to {@link transact}. */
  updatePart(key: Key, update: Update): TransactionPart
  /** A condition on an item that stays as it is, to hand to {@link transact}. */
  checkPart(key: Key, condition: Condition): TransactionPart
  deletePart(key: Key, condition?: Condition): TransactionPart
}

/**
 * The DynamoDB client of a function: short timeouts, so that a lost connection costs one retry and not the invocation. The endpoint, the
 * region and the credentials come from where the SDK looks for them.
 */
export function dynamoClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 4, requestHandler: impatient(1_000, 4_000) })
}

/** A client for calls that nothing depends on: one attempt, so that an addition is not made twice, given up before anybody waits for it. */
export function dynamoClientOfOneAttempt(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 1, requestHandler: impatient(300, 300) })
}

/** Without `throwOnRequestTimeout` the SDK only warns of an answer that does not come. Times in milliseconds. */
function impatient(connectionTimeout: number, requestTimeout: number) {
  return { connectionTimeout, requestTimeout, throwOnRequestTimeout: true }
}

const marshalling = { removeUndefinedValues: true } as const

/**
 * Binds a table name to the schema of its rows. A table with several kinds of row takes a union.
 *
 * @throws RowUnreadable from every read of a row that the schema refuses.
 */
export function dynamoTable<Schema extends z.ZodType>(options: {
  client: DynamoDBClient
  tableName: string
  schema: Schema
}): Table<z.output<Schema>> {
  type Row = z.output<Schema>
  const { client, tableName, schema } = options
  const TableName = tableName

  function parse(item: Record<string, AttributeValue>): Row {
    const parsed = schema.safeParse(unmarshall(item))
    if (!parsed.success) throw new RowUnreadable(tableName, parsed.error)
    return parsed.data
  }
  const parseOptional = (item: Record<string, AttributeValue> | undefined) =>
    item === undefined ? undefined : parse(item)
  const encode = (value: unknown) => marshall(value, marshalling)

  async function guarded(send: () => Promise<unknown>): Promise<Write<Row>> {
    try {
      await send()
      return { written: true }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return { written: false, current: parseOptional(error.Item) }
      throw error
    }
  }

  async function* pages(
    read: (from: Record<string, AttributeValue> | undefined) => Promise<{
      Items?: Record<string, AttributeValue>[] | undefined
      LastEvaluatedKey?: Record<string, AttributeValue> | undefined
    }>,
  ): AsyncGenerator<Row, void, undefined> {
    let from: Record<string, AttributeValue> | undefined
    do {
      const page = await read(from)
      for (const item of page.Items ?? []) yield parse(item)
      from = page.LastEvaluatedKey
    } while (from !== undefined)
  }

  async function getBatch(keys: readonly Key[]): Promise<Row[]> {
    const rows: Row[] = []
    let wanted: Record<string, AttributeValue>[] = keys.map((key) => encode(key))
    for (let attempt = 0; attempt < 6; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt))
      const answer = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: wanted, ConsistentRead: true } } }),
      )
      for (const item of answer.Responses?.[tableName] ?? []) rows.push(parse(item))
      wanted = answer.UnprocessedKeys?.[tableName]?.Keys ?? []
      if (wanted.length === 0) return rows
    }
    throw new ReadThrottled(tableName)
  }

  const putInput = (row: Row, condition?: Condition) => ({
    TableName,
    Item: encode(row),
    ...conditionInput(condition),
  })
  const updateInput = (key: Key, update: Update) => ({
    TableName,
    Key: encode(key),
    UpdateExpression: update.expression,
    ...(update.condition === undefined ? {} : { ConditionExpression: update.condition }),
    ...placeholders(update),
  })
  const deleteInput = (key: Key, condition?: Condition) => ({
    TableName,
    Key: encode(key),
    ...conditionInput(condition),
  })

  return {
    tableName,
    async get(key, { consistent = true } = {}) {
      const answer = await client.send(new GetItemCommand({ TableName, Key: encode(key), ConsistentRead: consistent }))
      return parseOptional(answer.Item)
    },
    async getAll(keys) {
      const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()]
      const batches: Promise<Row[]>[] = []
      for (let from = 0; from < distinct.length; from += 100) batches.push(getBatch(distinct.slice(from, from + 100)))
      return (await Promise.all(batches)).flat()
    },
    put: (row, condition) =>
      guarded(() =>
        client.send(
          new PutItemCommand({ ...putInput(row, condition), ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
        ),
      ),
    async update(key, update) {
      try {
        const answer = await client.send(
          new UpdateItemCommand({
            ...updateInput(key, update),
            ReturnValues: "ALL_NEW",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        )
        return { written: true, row: parse(answer.Attributes ?? {}) }
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException)
          return { written: false, current: parseOptional(error.Item) }
        throw error
      }
    },
    delete: (key, condition) =>
      guarded(() =>
        client.send(
          new DeleteItemCommand({ ...deleteInput(key, condition), ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
        ),
      ),
    query: (query) =>
      pages((from) =>
        client.send(
          new QueryCommand({
            TableName,
            ...(query.index === undefined ? {} : { IndexName: query.index }),
            KeyConditionExpression: query.expression,
            ...placeholders(query),
            ...(query.filter === undefined ? {} : { FilterExpression: query.filter }),
            ScanIndexForward: query.descending !== true,
            ConsistentRead: query.consistent ?? false,
            Limit: query.pageSize,
            ExclusiveStartKey: from,
          }),
        ),
      ),
    scan: ({ filter } = {}) =>
      pages((from) =>
        client.send(
          new ScanCommand({
            TableName,
            ...(filter === undefined ? {} : { FilterExpression: filter.expression, ...placeholders(filter) }),
            ExclusiveStartKey: from,
          }),
        ),
      ),
    putPart: (row, condition) => ({ Put: putInput(row, condition) }),
    updatePart: (key, update) => ({ Update: updateInput(key, update) }),
    checkPart: (key, condition) => ({
      ConditionCheck: {
        TableName,
        Key: encode(key),
        ConditionExpression: condition.expression,
        ...placeholders(condition),
      },
    }),
    deletePart: (key, condition) => ({ Delete: deleteInput(key, condition) }),
  }
}

/**
 * Writes all parts or none. `refused` when a condition did not hold or another writer was at one of the items: read again and decide anew.
 * Any other reason (throttling among them) throws.
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

function conditionInput(condition: Condition | undefined) {
  return condition === undefined ? {} : { ConditionExpression: condition.expression, ...placeholders(condition) }
}

function placeholders({ names, values }: { names?: Names | undefined; values?: Values | undefined }) {
  return {
    ...(names === undefined ? {} : { ExpressionAttributeNames: { ...names } }),
    ...(values === undefined ? {} : { ExpressionAttributeValues: marshall(values, marshalling) }),
  }
}

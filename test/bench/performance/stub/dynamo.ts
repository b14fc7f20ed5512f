import type { AttributeValue } from "@aws-sdk/client-dynamodb"
import * as z from "zod"
import { Invalid } from "../../../dynamo/attribute-values.ts"
import * as operations from "../../../dynamo/operations.ts"
import { noUnits, type Units } from "../../../dynamo/units.ts"

/** A value as it is sent: numbers as text, binaries in base64. Sets are left out, because no store has one. */
const value: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ B: z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64"))) }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ L: z.array(value) }),
    z.strictObject({ M: z.record(z.string(), value) }),
  ]),
)
export const item = z.record(z.string(), value)

const placeholders = {
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: item.optional(),
}
const write = {
  TableName: z.string(),
  ConditionExpression: z.string().optional(),
  ReturnValuesOnConditionCheckFailure: z.enum(["ALL_OLD", "NONE"]).optional(),
  ReturnValues: z.enum(["ALL_NEW", "NONE"]).optional(),
  ...placeholders,
}
const put = z.object({ ...write, Item: item })
const update = z.object({ ...write, Key: item, UpdateExpression: z.string() })
const onKey = z.object({ ...write, Key: item })
const check = onKey.extend({ ConditionExpression: z.string() })
const keys = z.object({ Keys: z.array(item), ConsistentRead: z.boolean().optional() })
const puts = z.array(z.object({ PutRequest: z.object({ Item: item }) }))
const read = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  FilterExpression: z.string().optional(),
  ScanIndexForward: z.boolean().optional(),
  ConsistentRead: z.boolean().optional(),
  Limit: z.int().positive().optional(),
  ExclusiveStartKey: item.optional(),
  ...placeholders,
})
const get = z.object({ TableName: z.string(), Key: item, ConsistentRead: z.boolean().optional() })
const part = z.object({
  Put: put.optional(),
  Update: update.optional(),
  Delete: onKey.optional(),
  ConditionCheck: check.optional(),
})

/** What a call answers and what it costs. `error` is a type of DynamoDB. */
export type DynamoAnswer = {
  readonly table: string
  readonly units: Units
  readonly body: object
  readonly error?: string
}

/** How each operation is answered, and the tables that it names. */
const answers: Readonly<
  Record<string, (tables: operations.TablesByName, body: unknown) => { table: string; answer: operations.Answer }>
> = {
  PutItem: (tables, body) => named(put.parse(body), (call) => operations.putItem(tables, call)),
  UpdateItem: (tables, body) => named(update.parse(body), (call) => operations.updateItem(tables, call)),
  DeleteItem: (tables, body) => named(onKey.parse(body), (call) => operations.deleteItem(tables, call)),
  GetItem: (tables, body) => named(get.parse(body), (call) => operations.getItem(tables, call)),
  Query: (tables, body) => named(read.parse(body), (call) => operations.query(tables, call)),
  Scan: (tables, body) => named(read.parse(body), (call) => operations.scan(tables, call)),
  BatchGetItem(tables, body) {
    const call = z.object({ RequestItems: z.record(z.string(), keys) }).parse(body)
    return { table: Object.keys(call.RequestItems).join("+"), answer: operations.batchGetItem(tables, call) }
  },
  BatchWriteItem(tables, body) {
    const call = z.object({ RequestItems: z.record(z.string(), puts) }).parse(body)
    const units = operations.putsOfBatch(tables, call).map((write) => write())
    const answer = { body: { UnprocessedItems: {} }, units: () => units.reduce(plus, noUnits) }
    return { table: Object.keys(call.RequestItems).join("+"), answer }
  },
  TransactWriteItems(tables, body) {
    const call = z.object({ TransactItems: z.array(part) }).parse(body)
    const names = call.TransactItems.flatMap((one) => Object.values(one).flatMap((write) => write?.TableName ?? []))
    return { table: [...new Set(names)].join("+"), answer: operations.transactWriteItems(tables, call) }
  },
}

function named<Call extends { TableName: string; IndexName?: string | undefined }>(
  call: Call,
  answer: (call: Call) => operations.Answer,
) {
  const { TableName, IndexName } = call
  return { table: IndexName === undefined ? TableName : `${TableName}.${IndexName}`, answer: answer(call) }
}

function plus(one: Units, other: Units): Units {
  return {
    read: one.read + other.read,
    write: one.write + other.write,
    indexWrite: one.indexWrite + other.indexWrite,
  }
}

/**
 * Answers one operation of DynamoDB.
 *
 * @throws Error for an operation, a table or an expression that the stub does not know
 */
export function answerDynamo(tables: operations.TablesByName, operation: string, body: unknown): DynamoAnswer {
  const answerTo = answers[operation]
  if (answerTo === undefined) throw new Invalid(`The stub does not know the operation ${operation}`)
  const { table, answer } = answerTo(tables, body)
  const { error, units } = answer
  return { table, units: units(), body: answer.body, ...(error === undefined ? {} : { error }) }
}

/** For JSON.stringify: binaries are sent in base64. */
export function binaryInBase64(_: string, held: unknown): unknown {
  return held instanceof Uint8Array ? Buffer.from(held).toString("base64") : held
}

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { Invalid } from "./attribute-values.ts"
import { type Described, type MemoryTable, memoryTable } from "./memory-table.ts"
import {
  type Answer,
  batchGetItem,
  deleteItem,
  getItem,
  putItem,
  putsOfBatch,
  query,
  scan,
  type TablesByName,
  transactWriteItems,
  updateItem,
} from "./operations.ts"

/** Awaited before and after each effect, so that a test can crash or throttle there. */
export type Interrupt = (point: string) => Promise<void>

/** DynamoDB in this process. Stores use its client as they use the deployed one. */
export type MemoryDynamo = {
  readonly client: DynamoDBClient
  table(name: string): MemoryTable
}

/**
 * Empty tables in memory, and a client whose calls they answer without AWS.
 *
 * @param options.interrupt gets the name of the table and of the call, such as `breachCases.putItem:before` or
 *   `breachCases.query byParty:before`. Between the items of a batch it is called too, with `:between`, because a crash
 *   can leave a part of them
 */
export function memoryDynamo(options: {
  tables: Readonly<Record<string, Described>>
  interrupt?: Interrupt | undefined
}): MemoryDynamo {
  const { interrupt = async () => {} } = options
  const tables = new Map(Object.entries(options.tables).map(([name, of]) => [name, memoryTable(of)]))
  const table: TablesByName = (name = "") => {
    const found = tables.get(name)
    if (found === undefined) throw new Error(`There is no table ${name} in memory`)
    return found
  }
  const client = new DynamoDBClient({ region: "local", credentials, cacheMiddleware: true })
  client.middlewareStack.add(
    () => async (command) => {
      const point = pointOf(command)
      await interrupt(`${point}:before`)
      const answer =
        command instanceof BatchWriteItemCommand
          ? await writeBatch(
              ofSdk(() => putsOfBatch(table, command.input)),
              () => interrupt(`${point}:between`),
            )
          : settled(ofSdk(() => answered(table, command)))
      await interrupt(`${point}:after`)
      return { output: { $metadata: {}, ...answer() }, response: {} }
    },
    { step: "initialize", priority: "high" },
  )
  return { client, table }
}

const credentials = { accessKeyId: "none", secretAccessKey: "none" }

/** The table and the operation of a call. A batch or transaction is named by its first table. */
function pointOf(command: { readonly input: object }): string {
  const { input } = command
  const name =
    "TableName" in input && typeof input.TableName === "string"
      ? input.TableName
      : input instanceof Object && "RequestItems" in input
        ? Object.keys(input.RequestItems ?? {})[0]
        : command instanceof TransactWriteItemsCommand
          ? Object.values(command.input.TransactItems?.[0] ?? {})[0]?.TableName
          : undefined
  const call = `${nameInPoints(name ?? "")}.${nameInPoints(command.constructor.name)}`
  return "IndexName" in input && input.IndexName !== undefined ? `${call} ${input.IndexName}` : call
}

const namesInPoints = new Map<string, string>()

/** The name of a table or of a command, as the name of a point has it. */
function nameInPoints(given: string): string {
  const known = namesInPoints.get(given)
  if (known !== undefined) return known
  const name = given.charAt(0).toLowerCase() + given.slice(1).replace(/Command$/, "")
  namesInPoints.set(given, name)
  return name
}

/** @throws Error for an operation that no store uses */
function answered(table: TablesByName, command: object): Answer {
  if (command instanceof GetItemCommand) return getItem(table, command.input)
  if (command instanceof BatchGetItemCommand) return batchGetItem(table, command.input)
  if (command instanceof QueryCommand) return query(table, command.input)
  if (command instanceof ScanCommand) return scan(table, command.input)
  if (command instanceof PutItemCommand) return putItem(table, command.input)
  if (command instanceof UpdateItemCommand) return updateItem(table, command.input)
  if (command instanceof DeleteItemCommand) return deleteItem(table, command.input)
  if (command instanceof TransactWriteItemsCommand) return transactWriteItems(table, command.input)
  throw new Error(`The operation ${command.constructor.name} is unknown here`)
}

/** Writes the items of a batch, which is not written as a whole. */
async function writeBatch(puts: readonly (() => unknown)[], between: () => Promise<void>) {
  const half = Math.ceil(puts.length / 2)
  for (const put of puts.slice(0, half)) put()
  if (half < puts.length) await between()
  for (const put of puts.slice(half)) put()
  return () => ({ UnprocessedItems: {} })
}

/** Answers as the SDK does. Its effect has happened by then, so a lost answer can hide a refusal too. */
function settled({ body, error }: Answer): () => object {
  return () => {
    if (error === undefined) return body
    const refusal = { message: error, $metadata: {}, ...body }
    throw error === "ConditionalCheckFailedException"
      ? new ConditionalCheckFailedException(refusal)
      : new TransactionCanceledException(refusal)
  }
}

/** Calls, and throws what DynamoDB refuses as the SDK does. */
function ofSdk<Result>(call: () => Result): Result {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const { name, message } = error
    throw new DynamoDBServiceException({ name, message, $fault: "client", $metadata: {} })
  }
}

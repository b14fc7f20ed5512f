import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import type * as z from "zod"
import { type TableName, tables } from "../../functions/tables.ts"
import type { Item } from "./attribute-values.ts"
import { type Interrupt, memoryDynamo } from "./memory-dynamo.ts"
import type { MemoryTable } from "./memory-table.ts"

/** A change of a row as a table's stream carries it, before marshalling. */
export type TableChange<Row> = {
  eventName: "INSERT" | "MODIFY" | "REMOVE"
  before?: Row
  after?: Row
}

/** The rows of a store in memory. */
export type Observable<Row> = {
  /** Calls the listener with each change, in order. Returns a function that stops it. */
  onChange(listener: (change: TableChange<Row>) => void): () => void
  /** Every row, as it is now. Rows are frozen: a write stores another. */
  rows(): Row[]
}

/** What every store over a table in memory has in addition to its port. */
type InMemory<Row> = Observable<Row> & {
  /** The table, for other stores over it, and its items as DynamoDB has them. */
  readonly over: { readonly client: DynamoDBClient; readonly tableName: string; readonly items: MemoryTable }
}

/**
 * How to make a DynamoDB store over a table of its own in memory, with the keys and indexes of the deployed one.
 *
 * @param rowSchema of every row that the store writes
 */
export function storeInMemory<Row, Store extends object>(
  tableName: TableName,
  rowSchema: z.ZodType<Row>,
  make: (table: { client: DynamoDBClient; tableName: string }) => Store,
): (interrupt?: Interrupt) => Store & InMemory<Row> {
  const known = new WeakMap<Item, Row>()
  const rowOf = (item: Item): Row => {
    const before = known.get(item)
    if (before !== undefined) return before
    const row = frozen(rowSchema.parse(unmarshall({ ...item })))
    known.set(item, row)
    return row
  }
  return (interrupt) => {
    const { client, table } = memoryDynamo({ tables: { [tableName]: tables[tableName] }, interrupt })
    const items = table(tableName)
    return {
      ...make({ client, tableName }),
      rows: () => items.items().map(rowOf),
      onChange: (listener) => items.onChange(({ before, after }) => listener(changeOf(before, after, rowOf))),
      over: { client, tableName, items },
    }
  }
}

function changeOf<Row>(
  before: Item | undefined,
  after: Item | undefined,
  rowOf: (item: Item) => Row,
): TableChange<Row> {
  return {
    eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
    ...(before === undefined ? {} : { before: rowOf(before) }),
    ...(after === undefined ? {} : { after: rowOf(after) }),
  }
}

/** The value, whose objects and lists cannot be changed from now on. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

import { unmarshall } from "@aws-sdk/util-dynamodb"
import { type TableName, tableNames } from "../../functions/tables.ts"
import type { Item } from "../dynamo/attribute-values.ts"
import { itemsOf } from "./stores.ts"
import type { World } from "./world.ts"

/** Every row of every table. */
export function allRows(world: World): { table: TableName; row: object }[] {
  const tables = itemsOf(world.stores)
  return tableNames.flatMap((table) =>
    tables[table].flatMap((items) => items.items().map((item) => ({ table, row: rowOf(item) }))),
  )
}

const known = new WeakMap<Item, Record<string, unknown>>()

/** The row that an item is. */
export function rowOf(item: Item): Record<string, unknown> {
  const row = known.get(item) ?? unmarshall({ ...item })
  known.set(item, row)
  return row
}

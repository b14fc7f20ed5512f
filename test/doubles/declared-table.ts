import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type Projection,
} from "@aws-sdk/client-dynamodb"
import { type TableKey, type TableName, tables } from "../../functions/tables.ts"
import type { Described } from "../dynamo/memory-table.ts"

/** Creates a table, the first time, with the key and the indexes that are declared for its name. */
export function declaredTable(client: () => DynamoDBClient, prefix: string, name: TableName) {
  const tableName = `${prefix}-${name}`
  let created: Promise<unknown> | undefined
  return async (): Promise<{ client: DynamoDBClient; tableName: string }> => {
    created ??= client().send(new CreateTableCommand(tableInput(tableName, tables[name])))
    await created
    return { client: client(), tableName }
  }
}

/** What creates a table with this key and these indexes. */
export function tableInput(tableName: string, { key, indexes = {}, carries }: Described): CreateTableCommandInput {
  const schema = ([partition, sort]: TableKey) => [
    { AttributeName: partition, KeyType: "HASH" as const },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: "RANGE" as const }]),
  ]
  const names = new Set([key, ...Object.values(indexes)].flat())
  const secondary = Object.entries(indexes).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: schema(index),
    Projection: projection(carries?.[IndexName]),
  }))
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [...names].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: schema(key),
    ...(secondary.length === 0 ? {} : { GlobalSecondaryIndexes: secondary }),
  }
}

function projection(carries: readonly string[] | undefined): Projection {
  if (carries === undefined) return { ProjectionType: "ALL" }
  return carries.length === 0
    ? { ProjectionType: "KEYS_ONLY" }
    : { ProjectionType: "INCLUDE", NonKeyAttributes: [...carries] }
}

import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { type TableKey, type TableName, tables } from "../../functions/tables.ts"

/** Creates a table, the first time, with the key that is declared for its name. It has no index. */
export function declaredTable(client: () => DynamoDBClient, prefix: string, name: TableName) {
  const tableName = `${prefix}-${name}`
  const key: TableKey = tables[name].key
  const attributes = key.flatMap((attribute) => attribute ?? [])
  let created: Promise<unknown> | undefined
  return async (): Promise<{ client: DynamoDBClient; tableName: string }> => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: attributes.map((AttributeName, place) => ({
          AttributeName,
          KeyType: place === 0 ? "HASH" : "RANGE",
        })),
      }),
    )
    await created
    return { client: client(), tableName }
  }
}

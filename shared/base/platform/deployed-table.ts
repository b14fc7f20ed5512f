import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { deployedTableName } from "./deployed-resources.ts"
import { dynamoClient } from "./dynamo-table.ts"
import type { TableName } from "./resource-variables.ts"

let sharedClient: DynamoDBClient | undefined

/** A table of this deployment, in the form that stores expect. All tables share one client and its connections. */
export function deployedTable(name: TableName): { client: DynamoDBClient; tableName: string } {
  sharedClient ??= dynamoClient()
  return { client: sharedClient, tableName: deployedTableName(name) }
}

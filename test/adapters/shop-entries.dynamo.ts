import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { tables } from "../../functions/tables.ts"
import { dynamoShopEntries } from "../../shared/adapters/shops/dynamo-shop-entries.ts"
import { shopEntriesContract } from "./shop-entries.contract.ts"

/** Runs the contract of shop entries on a table that is created for it. */
export function shopEntriesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-shop-entries`
  const { key, indexes, carries } = tables.ShopEntries
  const keySchema = ([partition, sort]: readonly [string, string]) => [
    { AttributeName: partition, KeyType: "HASH" as const },
    { AttributeName: sort, KeyType: "RANGE" as const },
  ]
  const attributes = new Set([...key, ...indexes.byShop])
  let created: Promise<unknown> | undefined
  shopEntriesContract("DynamoDB", async () => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: keySchema(key),
        GlobalSecondaryIndexes: [
          {
            IndexName: "byShop",
            KeySchema: keySchema(indexes.byShop),
            Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...carries.byShop] },
          },
        ],
      }),
    )
    await created
    return dynamoShopEntries({ client: client(), tableName })
  })
}

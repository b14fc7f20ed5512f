import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoShopEntries } from "../../../shared/intake/adapters/shops/dynamo-shop-entries.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { shopEntriesContract } from "./shop-entries.contract.ts"

/** Runs the contract of shop entries on a table that is created for it. */
export function shopEntriesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "ShopEntries")
  shopEntriesContract("DynamoDB", async () => dynamoShopEntries(await open()))
}

import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { settingsContract } from "./settings.contract.ts"

/** Runs the contract of settings on a table that is created for it. */
export function settingsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "Settings")
  settingsContract("DynamoDB", async () => dynamoSettings(await open()))
}

import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoDrills } from "../../../shared/parties/drills/dynamo-drills.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { drillsContract } from "./drills.contract.ts"

/** Runs the contract of drills on a table that is created for it. */
export function drillsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "Drills")
  drillsContract("DynamoDB", async () => dynamoDrills(await open()))
}

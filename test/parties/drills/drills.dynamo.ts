import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoDrills } from "../../../shared/parties/drills/dynamo-drills.ts"
import { drillsContract } from "./drills.contract.ts"

/** Runs the contract of drills on a table that is created for it. */
export function drillsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-drills`
  let created: Promise<unknown> | undefined
  drillsContract("DynamoDB", async () => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["drillId", "partyId"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "drillId", KeyType: "HASH" },
          { AttributeName: "partyId", KeyType: "RANGE" },
        ],
      }),
    )
    await created
    return dynamoDrills({ client: client(), tableName })
  })
}

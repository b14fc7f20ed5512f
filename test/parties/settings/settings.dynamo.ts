import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import { settingsContract } from "./settings.contract.ts"

/** Runs the contract of settings on a table that is created for it. */
export function settingsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-settings`
  let created: Promise<unknown> | undefined
  settingsContract("DynamoDB", async () => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    )
    await created
    return dynamoSettings({ client: client(), tableName })
  })
}

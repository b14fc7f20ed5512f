import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoSessions } from "../../../shared/parties/sessions/dynamo-sessions.ts"
import { sessionsContract } from "./sessions.contract.ts"

/** Runs the contract of sessions on a table that is created for it. */
export function sessionsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-sessions`
  let created: Promise<unknown> | undefined
  sessionsContract("DynamoDB", async () => {
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
    return dynamoSessions({ client: client(), tableName })
  })
}

import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoBreachCases } from "../../../shared/breach-desk/cases/dynamo-breach-cases.ts"
import { breachCasesContract } from "./breach-cases.contract.ts"

/** Runs the contract of breach cases on a table that is created for it. */
export function breachCasesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-breach-cases`
  let created: Promise<unknown> | undefined
  breachCasesContract("DynamoDB", async () => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk", "partyId", "openedAt"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S" as const,
        })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "byParty",
            KeySchema: [
              { AttributeName: "partyId", KeyType: "HASH" },
              { AttributeName: "openedAt", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
    )
    await created
    return dynamoBreachCases({ client: client(), tableName })
  })
}

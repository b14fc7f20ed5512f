import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoReportStreams } from "../../../shared/lookups/reporting/dynamo-report-streams.ts"
import { reportStreamsContract } from "./report-streams.contract.ts"

/** Runs the contract of reports and counts on a table that is created for it. */
export function reportStreamsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-report-streams`
  let created: Promise<unknown> | undefined
  reportStreamsContract("DynamoDB", async () => {
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
    return dynamoReportStreams({ client: client(), tableName })
  })
}

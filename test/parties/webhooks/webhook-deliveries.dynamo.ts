import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoWebhookDeliveries } from "../../../shared/parties/webhooks/dynamo-webhook-deliveries.ts"
import { webhookDeliveriesContract } from "./webhook-deliveries.contract.ts"

const index = (IndexName: string, partition: string, sort: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: partition, KeyType: "HASH" as const },
    { AttributeName: sort, KeyType: "RANGE" as const },
  ],
  Projection: { ProjectionType: "KEYS_ONLY" as const },
})

/** Runs the contract of deliveries on a table that is created for it. */
export function webhookDeliveriesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-webhook-deliveries`
  let created: Promise<unknown> | undefined
  webhookDeliveriesContract("DynamoDB", async () => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk", "waitingList", "dueAt", "arrivedFor", "receivedAt"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S",
        })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          index("byDueTime", "waitingList", "dueAt"),
          index("byArrival", "arrivedFor", "receivedAt"),
        ],
      }),
    )
    await created
    return dynamoWebhookDeliveries({ client: client(), tableName })
  })
}

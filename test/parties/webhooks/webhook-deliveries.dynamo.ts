import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoWebhookDeliveries } from "../../../shared/parties/webhooks/dynamo-webhook-deliveries.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { webhookDeliveriesContract } from "./webhook-deliveries.contract.ts"

/** Runs the contract of deliveries on a table that is created for it. */
export function webhookDeliveriesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "WebhookDeliveries")
  webhookDeliveriesContract("DynamoDB", async () => dynamoWebhookDeliveries(await open()))
}

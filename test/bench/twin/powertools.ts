/** What every function of the twin has: clients made once per container, a logger and metrics of Powertools. */
import { Logger } from "@aws-lambda-powertools/logger"
import { Metrics } from "@aws-lambda-powertools/metrics"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"

export const logger = new Logger()
export const metrics = new Metrics({ namespace: "Twin" })
export const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
})

/** Seconds since the epoch, so many days ahead: for DynamoDB's time to live. */
export function inDays(days: number): number {
  return Math.floor(Date.now() / 1_000) + days * 86_400
}

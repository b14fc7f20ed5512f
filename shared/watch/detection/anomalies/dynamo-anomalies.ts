import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoTable } from "../../../base/platform/dynamo-table.ts"
import { type Anomalies, anomalyRow } from "./anomaly.ts"

export function dynamoAnomalies(options: { client: DynamoDBClient; tableName: string }): Anomalies {
  const table = dynamoTable({ ...options, schema: anomalyRow })
  return {
    async raise(anomaly) {
      const { written } = await table.put(anomaly, { expression: "attribute_not_exists(anomalyId)" })
      return written ? "raised" : "duplicate"
    },
    get: (anomalyId) => table.get({ anomalyId }),
  }
}

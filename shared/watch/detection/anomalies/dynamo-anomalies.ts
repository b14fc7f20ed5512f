import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { type Anomalies, anomalyRow } from "./anomaly.ts"

export function dynamoAnomalies(options: TableOptions): Anomalies {
  const table = dynamoTable({ ...options, schema: anomalyRow })
  return {
    async raise(anomaly) {
      const { written } = await table.put(anomaly, { expression: "attribute_not_exists(anomalyId)" })
      return written ? "raised" : "duplicate"
    },
    get: (anomalyId) => table.get({ anomalyId }),
  }
}

import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import type { Clock } from "../../base/platform/clock.ts"
import { dynamoTable } from "../../base/platform/dynamo-table.ts"
import { type MailedAlerts, mailedAlertExpiry, mailedAlertKey, mailedAlertRow } from "./mailed-alerts.ts"

/** Who got mails of alerts, in DynamoDB. */
export function dynamoMailedAlerts(options: { client: DynamoDBClient; tableName: string }, clock: Clock): MailedAlerts {
  const table = dynamoTable({ ...options, schema: mailedAlertRow })
  return {
    async of(eventId) {
      return (await table.get({ walkerKey: mailedAlertKey(eventId) }))?.mailed ?? []
    },
    async note(eventId, mailed) {
      const expiresAt = mailedAlertExpiry(clock())
      await table.put({ walkerKey: mailedAlertKey(eventId), mailed: [...mailed], expiresAt })
    },
  }
}

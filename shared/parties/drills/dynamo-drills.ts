import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { type DrillRow, type Drills, drillRow } from "./drill.ts"

/** Drills in DynamoDB, and the rows of one for the command line. */
export function dynamoDrills(options: TableOptions): Drills & { ofDrill(drillId: string): AsyncIterable<DrillRow> } {
  const table = dynamoTable({ ...options, schema: drillRow })
  const exists = "attribute_exists(drillId)"
  return {
    get: (drillId, partyId) => table.get({ drillId, partyId }),
    async begin(row) {
      await table.put(row, { expression: "attribute_not_exists(drillId)" })
    },
    async noteSent(drillId, partyId, sent) {
      await table.update(
        { drillId, partyId },
        {
          expression: "SET sent = :sent",
          values: { ":sent": sent },
          condition: `${exists} AND attribute_not_exists(sent)`,
        },
      )
    },
    async acknowledge(drillId, partyId, at) {
      const { written } = await table.update(
        { drillId, partyId },
        {
          expression: "SET acknowledgedAt = :at",
          values: { ":at": at },
          condition: `${exists} AND attribute_not_exists(acknowledgedAt)`,
        },
      )
      if (written) return "acknowledged"
      return (await table.get({ drillId, partyId })) === undefined ? "unknown" : "repeated"
    },
    ofDrill: (drillId) =>
      table.query({ expression: "drillId = :drill", values: { ":drill": drillId }, consistent: true }),
  }
}

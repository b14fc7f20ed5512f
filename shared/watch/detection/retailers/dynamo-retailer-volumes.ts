import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { type RetailerVolumeRow, type RetailerVolumes, retailerVolumeRow, volumeRowAt } from "./retailer-volumes.ts"

/** Sums of volumes in DynamoDB. */
export function dynamoRetailerVolumes(options: TableOptions): RetailerVolumes {
  const table = dynamoTable({ ...options, schema: retailerVolumeRow })
  return {
    async add(key, at, { contacts, strangers }) {
      const { retailerId, interval, startsAt, tool, expiresAt } = volumeRowAt(key, at)
      await table.update(
        { retailerId, interval },
        {
          expression:
            "ADD contacts :contacts, strangers :strangers SET startsAt = :startsAt, tool = :tool, expiresAt = :expiresAt",
          values: {
            ":contacts": contacts,
            ":strangers": strangers,
            ":startsAt": startsAt,
            ":tool": tool,
            ":expiresAt": expiresAt,
          },
        },
      )
    },
    async read(retailerId, from, until) {
      const rows: RetailerVolumeRow[] = []
      for await (const row of table.query({
        // Intervals begin with their instant, and go on behind it: the ten minutes that start at `until` sort after it.
        expression: "retailerId = :retailerId AND #interval BETWEEN :from AND :until",
        names: { "#interval": "interval" },
        values: { ":retailerId": retailerId, ":from": from, ":until": until },
        consistent: true,
      }))
        rows.push(row)
      return rows
    },
  }
}

import { type DynamoDBClient, TransactionConflictException } from "@aws-sdk/client-dynamodb"
import { dynamoTable, transact } from "../platform/dynamo-table.ts"
import type { Sealer } from "../platform/sealing.ts"
import { trackingRecords } from "./keep-tracking-records.ts"
import type { KeyedHash } from "./keyed-hash.ts"
import { type ShipmentRow, shipmentRow, trackingRow } from "./tracking-record.ts"
import type { TrackingRecords } from "./tracking-records.ts"
import type { TrackingRows } from "./tracking-rows.ts"

/** The tracking records of the deployed system. */
export function dynamoTrackingRecords(options: {
  client: DynamoDBClient
  tableName: string
  hashes: KeyedHash
  sealer: Sealer
  now: () => Date
}): TrackingRecords {
  return trackingRecords({ ...options, rows: dynamoTrackingRows(options) })
}

export function dynamoTrackingRows(options: { client: DynamoDBClient; tableName: string }): TrackingRows {
  const { client } = options
  const table = dynamoTable({ ...options, schema: trackingRow })
  const shipments = dynamoTable({ ...options, schema: shipmentRow })
  const unchanged = (readRevision: number) =>
    readRevision === 0
      ? { expression: "attribute_not_exists(recordId)" }
      : { expression: "revision = :revision", values: { ":revision": readRevision } }

  async function query(index: string, attribute: string, key: string): Promise<ShipmentRow[]> {
    const found: ShipmentRow[] = []
    const page = shipments.query({
      index,
      expression: "#key = :key",
      names: { "#key": attribute },
      values: { ":key": key },
    })
    for await (const row of page) found.push(row)
    return found
  }

  return {
    get: (recordIds) => table.getAll(recordIds.map((recordId) => ({ recordId }))),
    shipmentsByOrderReference: (key) => query("byOrderReference", "orderReferenceKey", key),
    shipmentsByLinkDigest: (key) => query("byLinkDigest", "linkDigestKey", key),
    async replace(changes) {
      const [only, another] = changes
      if (only === undefined) return "written"
      if (another === undefined && "row" in only) {
        try {
          return (await table.put(only.row, unchanged(only.readRevision))).written ? "written" : "refused"
        } catch (error) {
          if (error instanceof TransactionConflictException) return "refused"
          throw error
        }
      }
      return transact(
        client,
        changes.map((change) =>
          "row" in change
            ? table.putPart(change.row, unchanged(change.readRevision))
            : table.deletePart({ recordId: change.deleted }, unchanged(change.readRevision)),
        ),
      )
    },
  }
}

import {
  DynamoDBServiceException,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import {
  type Condition,
  dynamoTable,
  type Table,
  type TableOptions,
  transact,
} from "../../base/platform/dynamo-table.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Erasures } from "./erasures.ts"
import { trackingRecords } from "./keep-tracking-records.ts"
import { parcelRow, shipmentRow, type TrackingRow, trackingRow } from "./tracking-record.ts"
import type { TrackingRecords } from "./tracking-records.ts"
import { type IndexedShipment, RowUnwritable, type TrackingRows } from "./tracking-rows.ts"

/** The tracking records of the deployed system. */
export function dynamoTrackingRecords(
  options: TableOptions & {
    hashes: KeyedHash
    sealer: Sealer
    erased: Pick<Erasures, "among">
    now: () => Date
  },
): TrackingRecords {
  return trackingRecords({ ...options, rows: dynamoTrackingRows(options) })
}

/** The rows of the table TrackingRecords. */
export function dynamoTrackingRows(options: TableOptions): TrackingRows {
  const { client } = options
  const table = dynamoTable({ ...options, schema: trackingRow })
  const index = dynamoTable({ ...options, schema: shipmentRow.pick({ recordId: true, parcelId: true }) })
  const held = dynamoTable({ ...options, schema: parcelRow.pick({ recordId: true }) })
  return {
    get: (recordIds) => table.getAll(recordIds.map((recordId) => ({ recordId }))),
    shipmentsByOrderReference: (key) => queryIndex(index, "byOrderReference", "orderReferenceKey", key),
    shipmentsByLinkDigest: (key) => queryIndex(index, "byLinkDigest", "linkDigestKey", key),
    async heldUntil(list, at) {
      const found: string[] = []
      const due = { expression: "heldList = :list AND heldUntil <= :at", values: { ":list": list, ":at": at } }
      for await (const { recordId } of held.query({ index: "byHeldUntil", ...due })) found.push(recordId)
      return found
    },
    replace(changes) {
      const [only, another] = changes
      if (only === undefined) return Promise.resolve("written")
      // A put costs half as much as a transaction.
      if (another === undefined && "row" in only) return putRow(table, only)
      const parts = changes.map((change) =>
        "row" in change
          ? table.putPart(change.row, unchanged(change.readRevision))
          : table.deletePart({ recordId: change.deleted }, unchanged(change.readRevision)),
      )
      return transact(client, parts).catch((error: unknown) => {
        throw unwritable(error) ?? error
      })
    },
  }
}

/** What refused a transaction because of one of its rows, such as a throttled one. Undefined for any other error. */
function unwritable(error: unknown): RowUnwritable | undefined {
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code)
    return new RowUnwritable(codes.find((code) => code !== "None") ?? error.name)
  }
  const isInvalid = error instanceof DynamoDBServiceException && error.name === "ValidationException"
  return isInvalid ? new RowUnwritable(error.name) : undefined
}

function unchanged(readRevision: number): Condition {
  return readRevision === 0
    ? { expression: "attribute_not_exists(recordId)" }
    : { expression: "revision = :revision", values: { ":revision": readRevision } }
}

async function putRow(
  table: Table<TrackingRow>,
  { row, readRevision }: { row: TrackingRow; readRevision: number },
): Promise<"written" | "refused"> {
  try {
    return (await table.put(row, unchanged(readRevision))).written ? "written" : "refused"
  } catch (error) {
    if (error instanceof TransactionConflictException) return "refused"
    throw error
  }
}

async function queryIndex(
  table: Table<IndexedShipment>,
  index: string,
  attribute: string,
  key: string,
): Promise<IndexedShipment[]> {
  const query = { index, expression: "#key = :key", names: { "#key": attribute }, values: { ":key": key } }
  const found: IndexedShipment[] = []
  for await (const row of table.query(query)) found.push(row)
  return found
}

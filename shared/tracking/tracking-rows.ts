import type { ShipmentRow, TrackingRow } from "./tracking-record.ts"

/** A row that was changed, on condition that it still has the revision it was read with (0: that it is not there). */
export type RowChange = { readRevision: number; row: TrackingRow } | { readRevision: number; deleted: string }

/** The rows of the table, with compare-and-swap; what differs between DynamoDB and memory. */
export type TrackingRows = {
  /** The rows there are, in any order, strongly consistent. */
  get(recordIds: readonly string[]): Promise<TrackingRow[]>
  /** Eventually consistent. */
  shipmentsByOrderReference(orderReferenceKey: string): Promise<ShipmentRow[]>
  shipmentsByLinkDigest(linkDigestKey: string): Promise<ShipmentRow[]>
  /** All changes or none; `refused` when a row is not what it was. */
  replace(changes: readonly RowChange[]): Promise<"written" | "refused">
}

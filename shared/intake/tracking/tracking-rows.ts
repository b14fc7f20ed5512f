import { isTransientCode } from "../../base/platform/transient-failure.ts"
import type { TrackingRow } from "./tracking-record.ts"

/** A change of a row, on condition that the row still has the revision that was read (0: the row does not exist). */
export type RowChange = { readRevision: number; row: TrackingRow } | { readRevision: number; deleted: string }

/** Where an index says that a shipment and its parcel are. The rows themselves may say something newer. */
export type IndexedShipment = { readonly recordId: string; readonly parcelId?: string | undefined }

/** The rows of the table, with compare-and-swap. */
export type TrackingRows = {
  /** Reads strongly consistently. Returns the rows that exist, in any order. */
  get(recordIds: readonly string[]): Promise<TrackingRow[]>
  /** Reads eventually consistently. */
  shipmentsByOrderReference(orderReferenceKey: string): Promise<IndexedShipment[]>
  shipmentsByLinkDigest(linkDigestKey: string): Promise<IndexedShipment[]>
  /** Keys of parcels of a list whose progress was held until this instant (ISO) or longer ago. Reads eventually. */
  heldUntil(list: string, at: string): Promise<string[]>
  /**
   * Makes all changes, each of another row, or none. `refused`: a row has changed since it was read.
   * @throws RowUnwritable
   */
  replace(changes: readonly RowChange[]): Promise<"written" | "refused">
}

/** One of the rows cannot be written now. Others could be. `failureCode` is the reason of the service, for logs. */
export class RowUnwritable extends Error {
  override readonly name = "RowUnwritable"
  readonly failureCode: string
  constructor(failureCode: string) {
    super("A tracking record cannot be written now")
    this.failureCode = failureCode
  }

  get isTransient(): boolean {
    return isTransientCode(this.failureCode)
  }
}

/**
 * The same rows, some of which are read now, with one call. Another writer may change them before they are used, as
 * always between a read and a `replace`.
 */
export async function readAhead(rows: TrackingRows, recordIds: readonly string[]): Promise<TrackingRows> {
  const read = new Set(recordIds)
  const found = await rows.get([...read])
  return {
    ...rows,
    async get(asked) {
      const missing = asked.filter((recordId) => !read.has(recordId))
      const known = found.filter(({ recordId }) => asked.includes(recordId))
      return missing.length === 0 ? known : [...known, ...(await rows.get(missing))]
    },
  }
}

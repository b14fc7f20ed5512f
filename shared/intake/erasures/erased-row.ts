import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { erasureIdOf, orderTombstoneKey } from "../tracking/erasures.ts"
import { parcelPrefix, referenceOf, shipmentNamedBy } from "../tracking/record-ids.ts"

/** What the tables TrackingRecords and Disclosures have in common: rows about a shipment, a parcel or an order. */
const recordedRow = z.object({
  recordId: ownString(),
  claims: z.array(z.object({ retailerId: ownString(), shipmentId: ownString() })).optional(),
})

/**
 * The keys of erasures and tombstones, all of which have to be there if this row is of something that was erased. None
 * for a row of another table. A parcel that another shipment has claimed since is not erased with the first one.
 */
export function erasureKeysOfRow(hashes: Pick<KeyedHash, "lastingHash">, row: unknown): string[] {
  const parsed = recordedRow.safeParse(row)
  if (!parsed.success) return []
  const { recordId, claims = [] } = parsed.data
  const shipment = shipmentNamedBy(recordId)
  if (shipment !== undefined) return [erasureIdOf(hashes, shipment)]
  const order = referenceOf(recordId)
  if (order !== undefined) return [orderTombstoneKey(order.orderReferenceKey)]
  if (!recordId.startsWith(parcelPrefix)) return []
  return [recordId, ...claims.map((claim) => erasureIdOf(hashes, claim))]
}

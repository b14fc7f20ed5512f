import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { claimantOf, withoutErased } from "./parcel-claims.ts"
import { changesAround, parcelFactsOf } from "./record-changes.ts"
import { shipmentRecordId } from "./record-ids.ts"
import { parcelOf, shipmentOf } from "./row-selection.ts"
import type { ParcelFacts, ParcelRow } from "./tracking-record.ts"
import type { RowChange, TrackingRows } from "./tracking-rows.ts"

/** Where a shipment left traces that are its alone, and not another shipment's too. */
export const recordTraces = z.object({
  carrierId: ownString().optional(),
  parcelId: ownString().optional(),
  trackingNumber: ownString().optional(),
  orderReferenceKey: ownString().optional(),
  ordinal: z.int().optional(),
})
export type RecordTraces = z.infer<typeof recordTraces>

type ShipmentName = { retailerId: string; shipmentId: string }

/** Reads what the hub knows of a shipment by which its traces can be found. Undefined if it knows no such shipment. */
export async function tracesOf(
  { rows, sealer }: { rows: TrackingRows; sealer: Pick<Sealer, "unseal"> },
  { retailerId, shipmentId }: ShipmentName,
): Promise<RecordTraces | undefined> {
  const recordId = shipmentRecordId(retailerId, shipmentId)
  const shipment = shipmentOf(await rows.get([recordId]))
  if (shipment === undefined) return undefined
  const { creation, orderReferenceKey, parcelId, sealedTrackingNumber } = shipment
  const parcel = parcelId === undefined ? undefined : parcelOf(await rows.get([parcelId]))
  const hasParcel = parcel?.claims.every((claim) => claimantOf(claim) === recordId) === true
  const ofOrder = orderReferenceKey === undefined ? [] : await rows.shipmentsByOrderReference(orderReferenceKey)
  const hasOrder = ofOrder.every((other) => other.recordId === recordId)
  const number =
    !hasParcel || sealedTrackingNumber === undefined
      ? undefined
      : await sealer.unseal(`party#${retailerId}`, recordId, "trackingNumber", sealedTrackingNumber)
  return {
    carrierId: creation?.carrierId,
    parcelId: hasParcel ? parcelId : undefined,
    trackingNumber: number,
    orderReferenceKey: hasOrder ? orderReferenceKey : undefined,
    ordinal: hasOrder ? creation?.ordinal : undefined,
  }
}

/**
 * The changes that remove a shipment and its claim of a parcel. The parcel goes with it if no other shipment claims it.
 *
 * @param parcelId a parcel that was the shipment's alone
 */
export async function removalOf(
  { rows, now }: { rows: TrackingRows; now: () => Date },
  { retailerId, shipmentId }: ShipmentName,
  parcelId: string | undefined,
): Promise<RowChange[]> {
  const recordId = shipmentRecordId(retailerId, shipmentId)
  const shipment = shipmentOf(await rows.get([recordId]))
  const claimed = shipment?.parcelId ?? shipment?.waitsFor
  const parcelIds = [...new Set([parcelId, claimed].filter((id) => id !== undefined))]
  const parcels = parcelIds.length === 0 ? [] : await rows.get(parcelIds)
  const changes: RowChange[] = []
  for (const known of parcels)
    if (known.kind === "parcel") {
      const next = withoutErased(parcelFactsOf(known), { retailerId, shipmentId }, now().toISOString())
      changes.push(...(await withoutShipment(rows, retailerId, { known, next })))
    }
  if (shipment !== undefined) changes.push({ readRevision: shipment.revision, deleted: recordId })
  return changes
}

async function withoutShipment(
  rows: TrackingRows,
  retailerId: string,
  { known, next }: { known: ParcelRow; next: ParcelFacts },
): Promise<RowChange[]> {
  // A parcel that its carrier gave to another retailer stays for that one, which may not have claimed it yet.
  const isOthers = known.shipper !== undefined && known.shipper.retailerId !== retailerId
  if (next.claims.length === 0 && !isOthers) return [{ readRevision: known.revision, deleted: known.recordId }]
  return next.claims.length === known.claims.length ? [] : changesAround(rows, { known, next })
}

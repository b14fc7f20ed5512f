import { claimantOf, claimsConcerned, holds } from "./parcel-claims.ts"
import {
  type CreatedShipment,
  isCreated,
  type ParcelRow,
  type ParcelStatus,
  type TrackingRow,
} from "./tracking-record.ts"

/**
 * What the hub knows about one shipment and its parcel. `recordId` is the shipment's, or the parcel's while nobody
 * claims the parcel. Disclosures and exposures name records by it.
 */
export type TrackingRecord = {
  recordId: string
  carrierId: string
  /** Absent while no retailer claims the parcel. */
  retailerId?: string
  /** The retailer that the carrier named as the shipper of a parcel that it has not claimed yet. */
  shipperId?: string
  shipmentId?: string
  /** The same for every shipment of one order. Absent for an unclaimed parcel. */
  orderReferenceKey?: string
  /** Absent until a tracking number is known and this shipment has the parcel. */
  parcelId?: string
  /** Absent until the carrier sends one. */
  status?: ParcelStatus
  statusAt?: string
  deliveredAt?: string
  signatoryRecorded: boolean
  /** Only its carrier may see the progress yet, because nobody knows for sure whose parcel it is. */
  progressIsHeld?: true
  createdAt?: string
  cancelledAt?: string
  /** Compare by {@link provesPostalCode}. */
  postalProof?: string
  /** Compare by {@link provesHouse}. */
  houseProof?: string
  deliveryPoint?: number
  /** See {@link recipientRegion}. */
  region?: string
  /** Place in the retailer's sequence of orders, plus its secret offset. */
  ordinal?: number
  linkDigestKey?: string
  /** Read by {@link unsealOrderReference}. */
  sealedOrderReference?: string
  /** Read by {@link unsealTrackingNumber}. */
  sealedTrackingNumber?: string
}

export function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value]
}

/** Keys of the parcel that a shipment has, or of the shipments that have a parcel or may turn out to have it. */
export function counterpartsOf(row: TrackingRow): string[] {
  return row.kind === "shipment" ? present(row.parcelId) : claimsConcerned(row).map(claimantOf)
}

/** The record of a shipment, of each shipment that has the parcel, or of the parcel while no shipment has it. */
export function recordsOf(
  row: TrackingRow | undefined,
  known: ReadonlyMap<string, TrackingRow>,
  atSeconds: number,
): TrackingRecord[] {
  if (row === undefined || row.expiresAt <= atSeconds) return []
  const counterparts = counterpartsOf(row).flatMap((recordId) => known.get(recordId) ?? [])
  if (row.kind === "shipment") {
    if (!isCreated(row)) return []
    const parcel = counterparts.find((other) => other.kind === "parcel")
    return [joined(row, parcel !== undefined && holds(row, parcel) ? parcel : undefined)]
  }
  const shipments = counterparts.filter((other) => other.kind === "shipment").filter(isCreated)
  if (shipments.length > 0) return shipments.map((shipment) => joined(shipment, row))
  const shipperId = row.shipper?.retailerId
  return [{ recordId: row.recordId, carrierId: row.carrierId, ...defined({ shipperId }), ...parcelView(row) }]
}

function joined(shipment: CreatedShipment, parcel: ParcelRow | undefined): TrackingRecord {
  const { creation } = shipment
  return {
    recordId: shipment.recordId,
    carrierId: creation.carrierId,
    retailerId: shipment.retailerId,
    shipmentId: shipment.shipmentId,
    createdAt: creation.createdAt,
    sealedOrderReference: creation.sealedOrderReference,
    ...defined({
      orderReferenceKey: shipment.orderReferenceKey,
      linkDigestKey: shipment.linkDigestKey,
      cancelledAt: shipment.cancelledAt,
      postalProof: creation.postalProof,
      houseProof: creation.houseProof,
      deliveryPoint: creation.deliveryPoint,
      region: creation.region,
      ordinal: creation.ordinal,
    }),
    ...(parcel === undefined ? { signatoryRecorded: false } : parcelView(parcel)),
  }
}

function parcelView(parcel: ParcelRow) {
  return {
    parcelId: parcel.recordId,
    signatoryRecorded: parcel.signatoryRecorded,
    sealedTrackingNumber: parcel.sealedTrackingNumber,
    ...defined({ status: parcel.status, statusAt: parcel.statusAt, deliveredAt: parcel.deliveredAt }),
    ...(parcel.held === undefined ? {} : { progressIsHeld: true as const }),
  }
}

export function byCreation(one: TrackingRecord, other: TrackingRecord): number {
  const time = (one.createdAt ?? "").localeCompare(other.createdAt ?? "")
  return time === 0 ? one.recordId.localeCompare(other.recordId) : time
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** The same fields without those that are undefined. */
export function defined<Fields extends Record<string, unknown>>(fields: Fields): Defined<Fields> {
  const kept: Defined<Fields> = {}
  for (const name in fields) {
    const value = fields[name]
    if (isSet(value)) kept[name] = value
  }
  return kept
}

function isSet<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined
}

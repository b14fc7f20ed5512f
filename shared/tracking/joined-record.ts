import { shipmentRecordId } from "./record-ids.ts"
import {
  type CreatedShipment,
  claims,
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
  shipmentId?: string
  /** The same for every shipment of one order. Absent for an unclaimed parcel. */
  orderReferenceKey?: string
  /** Absent until a tracking number is known and this shipment claims the parcel. */
  parcelId?: string
  /** Absent until the carrier sends one. */
  status?: ParcelStatus
  statusAt?: string
  deliveredAt?: string
  signatoryRecorded: boolean
  createdAt?: string
  cancelledAt?: string
  /** Compare by {@link provesPostalCode}. */
  postalProof?: string
  deliveryPoint?: number
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

export function counterpartOf(row: TrackingRow): string[] {
  if (row.kind === "shipment") return present(row.parcelId)
  if (row.kind === "parcel" && row.claimedBy !== undefined)
    return [shipmentRecordId(row.claimedBy.retailerId, row.claimedBy.shipmentId)]
  return []
}

export function recordOf(
  row: TrackingRow | undefined,
  known: ReadonlyMap<string, TrackingRow>,
  atSeconds: number,
): TrackingRecord | undefined {
  if (row === undefined || row.kind === "quarantine" || row.expiresAt <= atSeconds) return undefined
  const counterpart = counterpartOf(row)
    .map((recordId) => known.get(recordId))
    .find((other) => other !== undefined)
  if (row.kind === "shipment") {
    if (!isCreated(row)) return undefined
    const parcel = counterpart?.kind === "parcel" && claims(row, counterpart) ? counterpart : undefined
    return joined(row, parcel)
  }
  const shipment = counterpart?.kind === "shipment" ? counterpart : undefined
  if (isCreated(shipment)) return joined(shipment, row)
  return { recordId: row.recordId, carrierId: row.carrierId, ...parcelView(row) }
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
      deliveryPoint: creation.deliveryPoint,
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

import canonicalize from "canonicalize"
import {
  type ParcelFacts,
  type ParcelRow,
  recordExpiry,
  type ShipmentFacts,
  type ShipmentRow,
} from "./tracking-record.ts"
import type { RowChange } from "./tracking-rows.ts"

export function parcelFactsOf(row: ParcelRow): ParcelFacts {
  const { revision: _, expiresAt: __, ...facts } = row
  return facts
}

export function same(one: unknown, other: unknown): boolean {
  return canonicalize(one) === canonicalize(other)
}

export function ownExpiry(parcel: ParcelFacts): number {
  return recordExpiry({ deliveredAt: parcel.deliveredAt, lastEvents: [parcel.lastEventAt] })
}

export function shipmentChange(
  current: ShipmentRow | undefined,
  facts: ShipmentFacts,
  expiresAt = recordExpiry({ lastEvents: [facts.lastEventAt] }),
): RowChange[] {
  const readRevision = current?.revision ?? 0
  const row: ShipmentRow = { ...facts, revision: readRevision + 1, expiresAt }
  return current !== undefined && same({ ...row, revision: readRevision }, current) ? [] : [{ readRevision, row }]
}

export function parcelChange(current: ParcelRow | undefined, facts: ParcelFacts, expiresAt: number): RowChange[] {
  const readRevision = current?.revision ?? 0
  const row: ParcelRow = { ...facts, revision: readRevision + 1, expiresAt }
  return current !== undefined && same({ ...row, revision: readRevision }, current) ? [] : [{ readRevision, row }]
}

/** A shipment and the parcel it claims expire together. */
export function jointChanges(
  currentShipment: ShipmentRow | undefined,
  shipment: ShipmentFacts,
  currentParcel: ParcelRow | undefined,
  parcel: ParcelFacts | undefined,
): RowChange[] {
  const expiresAt = recordExpiry({
    deliveredAt: parcel?.deliveredAt,
    lastEvents: [shipment.lastEventAt, parcel?.lastEventAt],
  })
  return [
    ...shipmentChange(currentShipment, shipment, expiresAt),
    ...(parcel === undefined ? [] : parcelChange(currentParcel, parcel, expiresAt)),
  ]
}

/** Ends the claim of a parcel. The row is deleted if the carrier never sent anything about the parcel. */
export function released(row: ParcelRow): RowChange {
  const { claimedBy: _, ...facts } = parcelFactsOf(row)
  if (facts.lastEventAt === undefined) return { readRevision: row.revision, deleted: row.recordId }
  return {
    readRevision: row.revision,
    row: { ...facts, revision: row.revision + 1, expiresAt: ownExpiry(facts) },
  }
}

import type { ParcelRow, ShipmentRow, TrackingRow } from "./tracking-record.ts"

export function shipmentOf(found: readonly TrackingRow[]): ShipmentRow | undefined {
  return found.find((row) => row.kind === "shipment")
}

export function parcelOf(found: readonly TrackingRow[]): ParcelRow | undefined {
  return found.find((row) => row.kind === "parcel")
}

/** The parcel that is stored under the first of the keys. */
export function firstParcel(found: readonly TrackingRow[], candidates: readonly string[]): ParcelRow | undefined {
  return candidates
    .map((recordId) => parcelOf(found.filter((row) => row.recordId === recordId)))
    .find((row) => row !== undefined)
}

import type { shipmentDelivered } from "../contracts/shipment-delivered.ts"
import type { shipmentProgressed } from "../contracts/shipment-progressed.ts"
import { type Handled, type ReceivedEvent, rejected } from "../parties/received-event.ts"
import type { TrackingRecords } from "./tracking-records.ts"

/** What a carrier sends about its parcels. */
export type ProgressEvent = ReceivedEvent<typeof shipmentProgressed | typeof shipmentDelivered>

/**
 * Records what carriers send about parcels, even before a retailer names the tracking number. It records whether
 * somebody signed, but not who. Events may repeat and may arrive in any order. A status never goes back (`stale`).
 */
export function makeRecordProgress(options: {
  records: Pick<TrackingRecords, "recordProgress">
}): (event: ProgressEvent) => Promise<Handled> {
  return async (event) => {
    if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
    const parcel = { carrierId: event.party.id, trackingNumber: event.data.trackingNumber }
    if (event.detailType === "ShipmentProgressed") {
      const { status, at } = event.data
      return options.records.recordProgress(parcel, { status, at })
    }
    const { deliveredAt, signatory } = event.data
    return options.records.recordProgress(parcel, {
      status: "delivered",
      at: deliveredAt,
      signatoryRecorded: signatory !== undefined,
    })
  }
}

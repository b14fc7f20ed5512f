import type { manifestDeclared } from "../../base/contracts/manifest-declared.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import type { shipmentDelivered } from "../../base/contracts/shipment-delivered.ts"
import type { shipmentProgressed } from "../../base/contracts/shipment-progressed.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import { type RecordShippersOptions, recordManifest, recordShipper } from "./record-shippers.ts"
import type { TrackingRecords } from "./tracking-records.ts"

const unknownAlias: Problem = { path: "data.shipper.retailerAlias", rule: "unknownParty" }

/** What a carrier sends about its parcels. */
export type ProgressEvent = ReceivedEvent<
  typeof shipmentProgressed | typeof shipmentDelivered | typeof manifestDeclared
>

export type RecordProgressOptions = RecordShippersOptions & { records: Pick<TrackingRecords, "recordProgress"> }

/**
 * Records what carriers send about parcels, even before a retailer names the tracking number. It records whether
 * somebody signed, but not who, and which retailer shipped the parcel. Events may repeat and may arrive in any order. A
 * status never goes back (`stale`). A shipper by an unknown alias is a problem. The rest of the event is recorded.
 */
export function makeRecordProgress(options: RecordProgressOptions): (event: ProgressEvent) => Promise<Handled> {
  const { records } = options
  return async (event) => {
    if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
    const carrierId = event.party.id
    if (event.detailType === "ManifestDeclared") return recordManifest(options, event)
    const parcel = { carrierId, trackingNumber: event.data.trackingNumber }
    if (event.detailType === "ShipmentProgressed") {
      const { status, at, shipper } = event.data
      // The shipper first, so that the progress is never held for want of it.
      const named = { parcel, shipper, at: event.metadata.occurredAt }
      const isUnknown = (await recordShipper(options, named)) === "unknownAlias"
      const outcome = await records.recordProgress(parcel, { status, at })
      return isUnknown ? { outcome, problems: [unknownAlias] } : outcome
    }
    const { deliveredAt, signatory } = event.data
    return records.recordProgress(parcel, {
      status: "delivered",
      at: deliveredAt,
      signatoryRecorded: signatory !== undefined,
    })
  }
}

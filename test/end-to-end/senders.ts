import { creationOf, type RawParcel } from "../../infra/local/replay/parcel.ts"
import { publishAll } from "../../infra/local/replay/publish.ts"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { manifestDeclared } from "../../shared/base/contracts/manifest-declared.ts"
import { shipmentCreated } from "../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../shared/base/contracts/shipment-delivered.ts"
import { shipmentErasureRequested } from "../../shared/base/contracts/shipment-erasure-requested.ts"
import { shipmentProgressed } from "../../shared/base/contracts/shipment-progressed.ts"
import type { Shipper } from "../../shared/base/contracts/shipper.ts"
import { type TrackingAccess, trackingAccessed } from "../../shared/base/contracts/tracking-accessed.ts"
import { trackingNumberAssigned } from "../../shared/base/contracts/tracking-number-assigned.ts"
import { aParcel } from "../builders/parcels.ts"
import type { LocalExchange } from "./local-exchange.ts"

export const leafline = "wayseal.retailer.leafline"
export const maplebooks = "wayseal.retailer.maplebooks"
export const northpost = "wayseal.carrier.northpost"
export const createdAt = "2026-11-01T10:00:00.000Z"

/** Makes and publishes events. Keeps every parcel, so that the last test can search for its raw values. */
export function senders(local: () => LocalExchange) {
  const parcels: RawParcel[] = []
  let ids = 0
  const metadata = (occurredAt: string = createdAt) => {
    ids += 1
    return { id: `e2e-${ids}`, occurredAt, correlationId: `e2e-${ids}` }
  }
  const busName = () => local().exchange.ingressBusName
  const publish = (...entries: EventEntry[]): Promise<void> => publishAll(local().exchange, entries)

  const named = ({ trackingNumber }: RawParcel, shipper: Shipper): EventEntry =>
    manifestDeclared.entry({
      source: northpost,
      busName: busName(),
      data: { parcels: [{ trackingNumber, shipper }] },
      metadata: metadata(),
    })

  return {
    parcels,
    metadata,
    publish,
    parcel(orderNumber: number, changes: Partial<RawParcel> = {}): RawParcel {
      const parcel = aParcel(orderNumber, changes)
      parcels.push(parcel)
      return parcel
    },
    created: (parcel: RawParcel, options: { named?: boolean; source?: string } = {}): EventEntry =>
      shipmentCreated.entry({
        source: options.source ?? leafline,
        busName: busName(),
        data: creationOf(parcel, { createdAt, withTrackingNumber: options.named ?? true, carrierId: "northpost" }),
        metadata: metadata(),
      }),
    numbered: (parcel: RawParcel): EventEntry =>
      trackingNumberAssigned.entry({
        source: leafline,
        busName: busName(),
        data: { shipmentId: parcel.shipmentId, trackingNumber: parcel.trackingNumber },
        metadata: metadata(),
      }),
    erasureRequested: ({ shipmentId }: RawParcel): EventEntry =>
      shipmentErasureRequested.entry({
        source: leafline,
        busName: busName(),
        data: { shipmentId },
        metadata: metadata(),
      }),
    delivered: (parcel: RawParcel, deliveredAt: string): EventEntry =>
      shipmentDelivered.entry({
        source: northpost,
        busName: busName(),
        data: { trackingNumber: parcel.trackingNumber, deliveredAt, signatory: parcel.signatory },
        metadata: metadata(deliveredAt),
      }),
    progressed: (parcel: RawParcel, status: "in-transit" | "out-for-delivery", at: string): EventEntry =>
      shipmentProgressed.entry({
        source: northpost,
        busName: busName(),
        data: { trackingNumber: parcel.trackingNumber, status, at },
        metadata: metadata(at),
      }),
    /** The carrier names the account under which the parcel was handed over. */
    handedOver: (parcel: RawParcel, account: string): EventEntry => named(parcel, { kind: "account", account }),
    /** The carrier names Maple Books, which has no account there. */
    handedOverByMaple: (parcel: RawParcel): EventEntry =>
      named(parcel, { kind: "retailerAlias", retailerAlias: "Maple Books" }),
    accessed: (accesses: TrackingAccess[]): EventEntry =>
      trackingAccessed.entry({
        source: northpost,
        busName: busName(),
        data: { accesses },
        metadata: metadata(new Date().toISOString()),
      }),
  }
}
export type Senders = ReturnType<typeof senders>

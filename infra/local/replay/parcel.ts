import type { ProducerDataOf } from "../../../shared/base/contracts/define-event.ts"
import { digestOfLinkToken } from "../../../shared/base/contracts/link-token.ts"
import type { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"

/** A parcel with all raw values that its parties know. */
export type RawParcel = {
  readonly shipmentId: string
  readonly orderReference: string
  readonly trackingNumber: string
  readonly postalCode: string
  readonly addressLine: string
  readonly signatory: string
  /** What the retailer mails to the recipient. It opens this parcel alone. */
  readonly linkToken: string
}

/** The data of `ShipmentCreated` as the retailer publishes it. */
export function creationOf(
  parcel: RawParcel,
  options: { readonly createdAt: string; readonly withTrackingNumber: boolean; readonly carrierId: string },
): ProducerDataOf<typeof shipmentCreated> {
  const { createdAt, withTrackingNumber, carrierId } = options
  return {
    shipmentId: parcel.shipmentId,
    orderReference: parcel.orderReference,
    carrierId,
    ...(withTrackingNumber ? { trackingNumber: parcel.trackingNumber } : {}),
    linkTokenDigest: digestOfLinkToken(parcel.linkToken),
    recipient: { postalCode: parcel.postalCode, country: "CA", addressLine: parcel.addressLine },
    createdAt,
  }
}

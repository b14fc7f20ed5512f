import { createHash } from "node:crypto"
import type { ProducerDataOf } from "../../../shared/contracts/define-event.ts"
import type { shipmentCreated } from "../../../shared/contracts/shipment-created.ts"

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
    linkTokenDigest: linkTokenDigest(parcel.linkToken),
    recipient: { postalCode: parcel.postalCode, country: "CA", addressLine: parcel.addressLine },
    createdAt,
  }
}

/** The digest of a link token that a retailer sends: SHA-256 in base64url. */
export function linkTokenDigest(linkToken: string): string {
  return createHash("sha256").update(linkToken).digest("base64url")
}

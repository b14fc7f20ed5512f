import { createHash, randomBytes } from "node:crypto"
import type { ProducerDataOf } from "../../shared/contracts/define-event.ts"
import type { shipmentCreated } from "../../shared/contracts/shipment-created.ts"

/** A parcel with every raw value that its parties know. Each value can be recognised wherever it appears. */
export type TestParcel = {
  readonly shipmentId: string
  readonly orderReference: string
  readonly trackingNumber: string
  readonly postalCode: string
  readonly addressLine: string
  readonly signatory: string
  readonly linkToken: string
}

/** A parcel of the example's discreet retailer with an order number. */
export function aParcel(orderNumber: number, changes: Partial<TestParcel> = {}): TestParcel {
  const digits = String(orderNumber).padStart(7, "0")
  return {
    shipmentId: `shp_${randomBytes(9).toString("base64url")}`,
    orderReference: `LL-${digits}`,
    trackingNumber: `NP77${digits}CA`,
    postalCode: `K${digits.slice(-1)}N ${digits.slice(-2, -1)}E${digits.slice(-3, -2)}`,
    addressLine: `${orderNumber} Canary Lane`,
    signatory: `C. Anarysigner${digits}`,
    linkToken: randomBytes(24).toString("base64url"),
    ...changes,
  }
}

/** The data of `ShipmentCreated` as the retailer publishes it. */
export function creationOf(
  parcel: TestParcel,
  options: { createdAt: string; named?: boolean; carrierId?: string },
): ProducerDataOf<typeof shipmentCreated> {
  const { createdAt, named = true, carrierId = "northpost" } = options
  return {
    shipmentId: parcel.shipmentId,
    orderReference: parcel.orderReference,
    carrierId,
    ...(named ? { trackingNumber: parcel.trackingNumber } : {}),
    linkTokenDigest: createHash("sha256").update(parcel.linkToken).digest("base64url"),
    recipient: { postalCode: parcel.postalCode, country: "CA", addressLine: parcel.addressLine },
    createdAt,
  }
}

/** The raw values of a parcel. They must appear nowhere behind the redaction gate. */
export function rawValuesOf(parcel: TestParcel): readonly string[] {
  const { orderReference, postalCode, addressLine, signatory, linkToken } = parcel
  return [orderReference, postalCode, postalCode.replace(" ", ""), addressLine, signatory, linkToken]
}

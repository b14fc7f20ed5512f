import { randomBytes } from "node:crypto"
import type { RawParcel } from "../../infra/local/replay/parcel.ts"

/** A parcel of the example's discreet retailer with an order number. */
export function aParcel(orderNumber: number, changes: Partial<RawParcel> = {}): RawParcel {
  const digits = String(orderNumber).padStart(7, "0")
  return {
    shipmentId: `shp_${randomBytes(12).toString("hex")}`,
    orderReference: `LL-${digits}`,
    trackingNumber: `NP77${digits}CA`,
    postalCode: `K${digits.slice(-1)}N ${digits.slice(-2, -1)}E${digits.slice(-3, -2)}`,
    addressLine: `${orderNumber} Canary Lane`,
    signatory: `C. Anarysigner${digits}`,
    linkToken: randomBytes(24).toString("base64url"),
    ...changes,
  }
}

/** The raw values of a parcel. They must appear nowhere behind the redaction gate. */
export function rawValuesOf(parcel: RawParcel): readonly string[] {
  const { orderReference, postalCode, addressLine, signatory, linkToken } = parcel
  return [orderReference, postalCode, postalCode.replace(" ", ""), addressLine, signatory, linkToken]
}

import { postalCodeReadings } from "../../base/contracts/postal-code.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { ReferenceFormat } from "../../parties/party.ts"
import { houseNumberOf } from "./house-number.ts"
import type { TrackingRecord } from "./joined-record.ts"
import { normaliseOrderReference } from "./order-reference.ts"
import { orderReferenceKey } from "./redaction.ts"

/**
 * Every key that an order reference may be stored under, the newest first. If no record is found, the first key names
 * the reference.
 */
export function orderReferenceKeys(
  hashes: KeyedHash,
  retailer: { id: string; referenceFormat?: ReferenceFormat | undefined },
  orderReference: string,
): string[] {
  const reference = normaliseOrderReference(orderReference, retailer.referenceFormat)
  return hashes.hashes("order-reference", retailer.id, reference).map((hash) => orderReferenceKey(retailer.id, hash))
}

/** Whether a typed postal code matches the record. False when the record has none. */
export function provesPostalCode(
  hashes: KeyedHash,
  record: Pick<TrackingRecord, "recordId" | "postalProof">,
  typed: string,
): boolean {
  return (
    record.postalProof !== undefined &&
    postalCodeReadings(typed)
      .flatMap((reading) => hashes.hashes("postal-proof", record.recordId, reading))
      .includes(record.postalProof)
  )
}

/** Whether a typed postal code and house number both match the record. False when the record has no house number. */
export function provesHouse(
  hashes: KeyedHash,
  record: Pick<TrackingRecord, "recordId" | "houseProof">,
  typed: { postalCode: string; houseNumber: string },
): boolean {
  const houseNumber = houseNumberOf(typed.houseNumber)
  return (
    record.houseProof !== undefined &&
    houseNumber !== undefined &&
    postalCodeReadings(typed.postalCode)
      .flatMap((reading) => hashes.hashes("house-proof", record.recordId, reading, houseNumber))
      .includes(record.houseProof)
  )
}

/** The order reference as its retailer sent it. Undefined when there is none or the retailer's key was shredded. */
export async function unsealOrderReference(sealer: Sealer, record: TrackingRecord): Promise<string | undefined> {
  return record.sealedOrderReference === undefined || record.retailerId === undefined
    ? undefined
    : sealer.unseal(`party#${record.retailerId}`, record.recordId, "orderReference", record.sealedOrderReference)
}

/** The tracking number of the record's parcel. Undefined when there is none or the carrier's key was shredded. */
export async function unsealTrackingNumber(
  sealer: Sealer,
  record: Pick<TrackingRecord, "carrierId" | "parcelId" | "sealedTrackingNumber">,
): Promise<string | undefined> {
  return record.sealedTrackingNumber === undefined || record.parcelId === undefined
    ? undefined
    : sealer.unseal(`party#${record.carrierId}`, record.parcelId, "trackingNumber", record.sealedTrackingNumber)
}

import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { normaliseTrackingNumber, parcelRecordId } from "./record-ids.ts"

/** Every key that a parcel may be stored under while the secret rotates, the newest first. */
export function parcelIdsOf(hashes: KeyedHash, carrierId: string, trackingNumber: string): string[] {
  return hashes
    .hashes("tracking-number", carrierId, normaliseTrackingNumber(trackingNumber))
    .map((hash) => parcelRecordId(carrierId, hash))
}

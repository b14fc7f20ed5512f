import type { ReferenceFormat } from "../../parties/party.ts"
import type { TrackingRecord } from "../../tracking/joined-record.ts"
import type { KeyedHash } from "../../tracking/keyed-hash.ts"
import { parseOrdinal } from "../../tracking/order-reference.ts"
import { normaliseTrackingNumber, parcelRecordId } from "../../tracking/record-ids.ts"
import { orderReferenceKeys } from "../../tracking/record-proofs.ts"
import type { Canaries } from "./canaries.ts"

/** Stands for a retailer or carrier that does not exist. No party id has this form. */
export const nobody = "?"

/** What a lookup asked for, as typed. */
export type AskedFor =
  | {
      readonly by: "orderReference"
      readonly retailer: { id: string; referenceFormat?: ReferenceFormat | undefined }
      readonly orderReference: string
    }
  | { readonly by: "trackingNumber"; readonly carrierId: string; readonly trackingNumber: string }
  | { readonly by: "linkToken"; readonly linkTokenDigest: string }

/** The reference of a lookup, without its value, for the detector and the guess budgets. */
export type LookedUp = {
  readonly retailerId: string | undefined
  /** Key of the reference, the same for each way to ask for it: the order key, else a key of the number or token. */
  readonly referenceKey: string
  /** Six characters for access profiles. */
  readonly tag: string
  /** Blinded. */
  readonly ordinal: number | undefined
  readonly deliveryPoint: number | undefined
  readonly canary: boolean
}

/** Describes the reference by the records found, else by itself. */
export function describeLookedUp(
  { keyedHash, canaries }: { keyedHash: KeyedHash; canaries: Canaries },
  asked: AskedFor,
  records: readonly TrackingRecord[],
): LookedUp {
  const found = records[0]
  if (found === undefined) return describeUnknown(keyedHash, canaries, asked)
  const owner = found.retailerId ?? found.carrierId
  const referenceKey = found.orderReferenceKey ?? found.recordId
  return {
    retailerId: found.retailerId,
    referenceKey,
    tag: keyedHash.referenceTag(owner, referenceKey),
    ordinal: found.ordinal,
    deliveryPoint: records.find((record) => record.deliveryPoint !== undefined)?.deliveryPoint,
    canary: canaries.includes(referenceKey),
  }
}

function describeUnknown(keyedHash: KeyedHash, canaries: Canaries, asked: AskedFor): LookedUp {
  const unknown = { ordinal: undefined, deliveryPoint: undefined, canary: false, retailerId: undefined }
  if (asked.by === "orderReference") {
    const { retailer, orderReference } = asked
    const keys = orderReferenceKeys(keyedHash, retailer, orderReference)
    const referenceKey = keys[0] ?? retailer.id
    const ordinal = retailer.referenceFormat && parseOrdinal(orderReference, retailer.referenceFormat)
    return {
      ...unknown,
      retailerId: retailer.id,
      referenceKey,
      tag: keyedHash.referenceTag(retailer.id, referenceKey),
      ordinal: ordinal === undefined ? undefined : keyedHash.blindOrdinal(retailer.id, ordinal),
      canary: keys.some((key) => canaries.includes(key)),
    }
  }
  if (asked.by === "trackingNumber") {
    const number = normaliseTrackingNumber(asked.trackingNumber)
    const referenceKey = parcelRecordId(asked.carrierId, keyedHash.hash("tracking-number", asked.carrierId, number))
    return { ...unknown, referenceKey, tag: keyedHash.referenceTag(asked.carrierId, referenceKey) }
  }
  const referenceKey = `LINK#${keyedHash.hash("link-digest", asked.linkTokenDigest)}`
  return { ...unknown, referenceKey, tag: keyedHash.referenceTag("link", referenceKey) }
}

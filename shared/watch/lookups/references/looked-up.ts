import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { TrackingRecord } from "../../../intake/tracking/joined-record.ts"
import { parsePlace } from "../../../intake/tracking/order-reference.ts"
import { normaliseTrackingNumber, parcelRecordId } from "../../../intake/tracking/record-ids.ts"
import { orderReferenceKeys } from "../../../intake/tracking/record-proofs.ts"
import type { RecordTraces } from "../../../intake/tracking/record-traces.ts"
import type { ReferenceFormat } from "../../../parties/party.ts"
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
  | {
      readonly by: "trackingNumber"
      readonly carrierId: string
      /** Where the carrier's numbers have a known order. */
      readonly format?: ReferenceFormat | undefined
      readonly trackingNumber: string
    }
  | { readonly by: "linkToken"; readonly linkTokenDigest: string }

/** The reference of a lookup, without its value, for the detector and the guess budgets. */
export type LookedUp = {
  readonly retailerId: string | undefined
  /** Key of the reference, the same for each way to ask for it: the order key, else a key of the number or token. */
  readonly referenceKey: string
  /** Six characters for access profiles. */
  readonly tag: string
  /** Whose numbers the ordinal belongs to: the retailer, or the carrier if its tracking numbers have an order. */
  readonly series: string | undefined
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
  const place = placeOf(keyedHash, asked)
  if (isContested(records)) return { ...describeContested(keyedHash, found), ...place }
  const owner = found.retailerId ?? found.carrierId
  const referenceKey = found.orderReferenceKey ?? found.recordId
  return {
    retailerId: found.retailerId,
    referenceKey,
    tag: place?.tag ?? keyedHash.referenceTag(owner, referenceKey),
    series: place?.series ?? found.retailerId,
    ordinal: place === undefined ? found.ordinal : place.ordinal,
    deliveryPoint: records.find((record) => record.deliveryPoint !== undefined)?.deliveryPoint,
    canary: canaries.includes(referenceKey),
  }
}

/** Whether several retailers claim the parcel, and nobody knows yet whose it is. */
export const isContested = (records: readonly TrackingRecord[]): boolean =>
  records.some(({ retailerId }) => retailerId !== records[0]?.retailerId)

/** A parcel that several retailers claim, as one that nobody claims: no retailer's claim moves the others' budgets. */
function describeContested(
  keyedHash: KeyedHash,
  { carrierId, recordId, parcelId = recordId }: TrackingRecord,
): LookedUp {
  return {
    retailerId: undefined,
    referenceKey: parcelId,
    tag: keyedHash.referenceTag(carrierId, parcelId),
    series: undefined,
    ordinal: undefined,
    deliveryPoint: undefined,
    canary: false,
  }
}

/**
 * The place of a tracking number among its carrier's own; undefined for other references, and where the carrier's
 * numbers have no known order. The same parcel asked for by its order is another reference, with another place.
 */
function placeOf(keyedHash: KeyedHash, asked: AskedFor): { tag: string; series: string; ordinal: number } | undefined {
  if (asked.by !== "trackingNumber" || asked.format === undefined) return undefined
  const { carrierId: series, trackingNumber, format } = asked
  const ordinal = parsePlace(trackingNumber, format)
  if (ordinal === undefined) return undefined
  const tag = keyedHash.referenceTag(series, `number ${normaliseTrackingNumber(trackingNumber)}`)
  return { tag, series, ordinal: keyedHash.blindOrdinal(series, ordinal) }
}

/** A name of a shipment in access profiles, and its place in a series of numbers, if it has one there. */
export type ReferenceTag = { tag: string; series: string; ordinal: number | undefined }

/** The names of a shipment in access profiles: by its order, by its number and by its parcel before it was claimed. */
export function referenceTagsOf(
  keyedHash: KeyedHash,
  retailerId: string,
  of: RecordTraces,
  format: ReferenceFormat | undefined,
): ReferenceTag[] {
  const { carrierId, orderReferenceKey, ordinal, parcelId, trackingNumber } = of
  const tags: ReferenceTag[] = []
  if (orderReferenceKey !== undefined)
    tags.push({ tag: keyedHash.referenceTag(retailerId, orderReferenceKey), series: retailerId, ordinal })
  if (carrierId === undefined) return tags
  if (parcelId !== undefined)
    tags.push({ tag: keyedHash.referenceTag(carrierId, parcelId), series: carrierId, ordinal: undefined })
  const place =
    trackingNumber === undefined
      ? undefined
      : placeOf(keyedHash, { by: "trackingNumber", carrierId, format, trackingNumber })
  return place === undefined ? tags : [...tags, place]
}

function describeUnknown(keyedHash: KeyedHash, canaries: Canaries, asked: AskedFor): LookedUp {
  const unknown = {
    series: undefined,
    ordinal: undefined,
    deliveryPoint: undefined,
    canary: false,
    retailerId: undefined,
  }
  if (asked.by === "orderReference") {
    const { retailer, orderReference } = asked
    const keys = orderReferenceKeys(keyedHash, retailer, orderReference)
    const referenceKey = keys[0] ?? retailer.id
    const ordinal = retailer.referenceFormat && parsePlace(orderReference, retailer.referenceFormat)
    return {
      ...unknown,
      retailerId: retailer.id,
      referenceKey,
      tag: keyedHash.referenceTag(retailer.id, referenceKey),
      series: retailer.id,
      ordinal: ordinal === undefined ? undefined : keyedHash.blindOrdinal(retailer.id, ordinal),
      canary: keys.some((key) => canaries.includes(key)),
    }
  }
  if (asked.by === "trackingNumber") {
    const number = normaliseTrackingNumber(asked.trackingNumber)
    const referenceKey = parcelRecordId(asked.carrierId, keyedHash.hash("tracking-number", asked.carrierId, number))
    return {
      ...unknown,
      referenceKey,
      tag: keyedHash.referenceTag(asked.carrierId, referenceKey),
      ...placeOf(keyedHash, asked),
    }
  }
  const referenceKey = `LINK#${keyedHash.hash("link-digest", asked.linkTokenDigest)}`
  return { ...unknown, referenceKey, tag: keyedHash.referenceTag("link", referenceKey) }
}

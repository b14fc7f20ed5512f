import { reveals } from "../../base/contracts/opaque-id.ts"
import { normalisePostalCode } from "../../base/contracts/postal-code.ts"
import type { ReferenceFormat } from "../../parties/party.ts"
import { deliveryPointOf, deliveryPointParts } from "./delivery-point.ts"
import { houseNumberOf } from "./house-number.ts"
import { normaliseOrderReference, parseOrdinal } from "./order-reference.ts"
import { recipientRegion } from "./recipient-region.ts"
import { normaliseTrackingNumber, shipmentRecordId } from "./record-ids.ts"
import type { ShipmentCreation, ShipmentKey } from "./tracking-record.ts"

/** What a retailer sends about a shipment, before redaction. */
export type RawShipment = {
  shipmentId: string
  orderReference: string
  carrierId: string
  trackingNumber?: string | undefined
  linkTokenDigest?: string | undefined
  recipient: { postalCode: string; country: string; addressLine?: string | undefined }
  createdAt: string
}

/** The keyed hashes that redaction needs. */
export type RedactionHashes = {
  hash(
    purpose:
      | "order-reference"
      | "link-digest"
      | "postal-proof"
      | "house-proof"
      | "delivery-point"
      | "shared-delivery-point"
      | "shipment-content",
    ...parts: readonly string[]
  ): string
  blindOrdinal(retailerId: string, ordinal: number): number
}

/**
 * A shipment after redaction: the retailer's own opaque id, the carrier and the time. Everything else is a keyed hash.
 */
export type RedactedShipment = {
  key: ShipmentKey
  creation: Omit<ShipmentCreation, "eventKey" | "sealedOrderReference">
  orderReferenceKey: string
  linkDigestKey?: string
}

/** Redacts what a retailer sends about a shipment. */
export function redactShipment(
  raw: RawShipment,
  retailer: { id: string; referenceFormat?: ReferenceFormat | undefined },
  hashes: RedactionHashes,
): RedactedShipment {
  const recordId = shipmentRecordId(retailer.id, raw.shipmentId)
  const pointParts = deliveryPointParts(raw.recipient)
  const ordinal = retailer.referenceFormat && parseOrdinal(raw.orderReference, retailer.referenceFormat)
  return {
    key: { recordId, retailerId: retailer.id, shipmentId: raw.shipmentId },
    creation: {
      createdAt: raw.createdAt,
      carrierId: raw.carrierId,
      contentKey: hashes.hash("shipment-content", ...contentParts(recordId, raw)),
      ...proofsOf(recordId, raw.recipient, hashes),
      ...(pointParts === undefined
        ? {}
        : {
            deliveryPoint: deliveryPointOf({
              ofRetailer: hashes.hash("delivery-point", retailer.id, ...pointParts),
              shared: hashes.hash("shared-delivery-point", ...pointParts),
            }),
          }),
      region: recipientRegion(raw.recipient),
      ...(ordinal === undefined ? {} : { ordinal: hashes.blindOrdinal(retailer.id, ordinal) }),
    },
    orderReferenceKey: orderReferenceKey(
      retailer.id,
      hashes.hash(
        "order-reference",
        retailer.id,
        normaliseOrderReference(raw.orderReference, retailer.referenceFormat),
      ),
    ),
    ...(raw.linkTokenDigest === undefined ? {} : { linkDigestKey: hashes.hash("link-digest", raw.linkTokenDigest) }),
  }
}

/** What a visitor's postal code and house number are compared with. */
function proofsOf(
  recordId: string,
  { country, postalCode, addressLine = "" }: RawShipment["recipient"],
  hashes: RedactionHashes,
) {
  const code = normalisePostalCode(country, postalCode)
  if (code === undefined) return {}
  const houseNumber = houseNumberOf(addressLine)
  return {
    postalProof: hashes.hash("postal-proof", recordId, code),
    ...(houseNumber === undefined ? {} : { houseProof: hashes.hash("house-proof", recordId, code, houseNumber) }),
  }
}

/** The key of all shipments of one order. */
export function orderReferenceKey(retailerId: string, hash: string): string {
  return `${retailerId}#${hash}`
}

/**
 * The whole content in a fixed order. Two events with the same parts have the same content. The caller must hash
 * the parts immediately, because they hold personal data.
 */
export function contentParts(recordId: string, raw: RawShipment): string[] {
  const { recipient } = raw
  return [
    recordId,
    raw.orderReference,
    raw.carrierId,
    raw.trackingNumber ?? "",
    raw.linkTokenDigest ?? "",
    recipient.postalCode,
    recipient.country,
    recipient.addressLine ?? "",
    raw.createdAt,
  ]
}

/**
 * Whether the shipment id reveals another field. The hub stores and sends it raw, so it must contain no reference,
 * postal code or address line.
 */
export function idRevealsShipment(raw: RawShipment): boolean {
  const { shipmentId, orderReference, trackingNumber, recipient } = raw
  return reveals(shipmentId, [orderReference, trackingNumber, recipient.postalCode, recipient.addressLine])
}

/** A carrier's number is long, so it holds a shorter reference by chance. */
const shortestInNumber = 8

/** Whether the tracking number reveals the order reference, which the carrier may not see. */
export function numberRevealsReference(trackingNumber: string, orderReference: string): boolean {
  const [number, reference] = [normaliseTrackingNumber(trackingNumber), normaliseTrackingNumber(orderReference)]
  return number === reference || (reference.length >= shortestInNumber && number.includes(reference))
}

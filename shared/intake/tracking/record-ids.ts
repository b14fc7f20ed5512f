/** One form for each tracking number, however it is typed: capital letters and digits only. */
export function normaliseTrackingNumber(number: string): string {
  return number
    .slice(0, 100)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
}

/** Key of the record of a shipment, as its retailer knows it. */
export function shipmentRecordId(retailerId: string, shipmentId: string): string {
  return `SHIPMENT#${retailerId}#${shipmentId}`
}

/** The retailer and the shipment of a {@link shipmentRecordId}. Undefined for any other key. */
export function shipmentNamedBy(recordId: string): { retailerId: string; shipmentId: string } | undefined {
  const [, retailerId, shipmentId] = /^SHIPMENT#([^#]+)#(.+)$/.exec(recordId) ?? []
  return retailerId === undefined || shipmentId === undefined ? undefined : { retailerId, shipmentId }
}

/**
 * Start of the keys of parcels. A ledger entry of an unclaimed parcel names the carrier in place of a retailer.
 */
export const parcelPrefix = "PARCEL#"

/** Key of the record of a parcel, as its carrier knows it. */
export function parcelRecordId(carrierId: string, trackingNumberHash: string): string {
  return `${parcelPrefix}${carrierId}#${trackingNumberHash}`
}

const referencePrefix = "REFERENCE#"

/** Key for a carrier's lookups of an order while the order's retailer has not yet named a parcel of this carrier. */
export function referenceRecordId(carrierId: string, orderReferenceKey: string): string {
  return `${referencePrefix}${carrierId}#${orderReferenceKey}`
}

/** The carrier and the order of a {@link referenceRecordId}. Undefined for any other key. */
export function referenceOf(recordId: string): { carrierId: string; orderReferenceKey: string } | undefined {
  const [, carrierId, orderReferenceKey] = /^REFERENCE#([^#]+)#(.+)$/.exec(recordId) ?? []
  return carrierId === undefined || orderReferenceKey === undefined ? undefined : { carrierId, orderReferenceKey }
}

/** Whether the key names a parcel or an order that a shipment can claim. False for the key of a shipment. */
export function isClaimable(recordId: string): boolean {
  return recordId.startsWith(parcelPrefix) || recordId.startsWith(referencePrefix)
}

/** One form for each tracking number, however it is typed: capitals and digits alone. */
export function normaliseTrackingNumber(number: string): string {
  return number
    .slice(0, 100)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
}

/** Key of the record of a shipment, as its retailer sees it. */
export function shipmentRecordId(retailerId: string, shipmentId: string): string {
  return `SHIPMENT#${retailerId}#${shipmentId}`
}

/** Key of the record of a parcel, as its carrier sees it. */
export function parcelRecordId(carrierId: string, trackingNumberHash: string): string {
  return `PARCEL#${carrierId}#${trackingNumberHash}`
}

/** Key under which a carrier's lookups of an order are kept while its retailer has not told of any parcel that this carrier has of it. */
export function referenceRecordId(carrierId: string, orderReferenceKey: string): string {
  return `REFERENCE#${carrierId}#${orderReferenceKey}`
}

/** The order of {@link referenceRecordId}, and the carrier whose parcels of it are meant; `undefined` for any other key. */
export function referenceOf(recordId: string): { carrierId: string; orderReferenceKey: string } | undefined {
  const [, carrierId, orderReferenceKey] = /^REFERENCE#([^#]+)#(.+)$/.exec(recordId) ?? []
  return carrierId === undefined || orderReferenceKey === undefined ? undefined : { carrierId, orderReferenceKey }
}

/** Whether this is the key of no shipment, but of a parcel or an order that a shipment may claim, or may have claimed since. */
export function isClaimable(recordId: string): boolean {
  return recordId.startsWith("PARCEL#") || recordId.startsWith("REFERENCE#")
}

/** Key of the note that a shipment claimed a parcel that another had claimed. */
export function quarantineRecordId(parcelRecordId: string, shipmentRecordId: string): string {
  return `QUARANTINE#${parcelRecordId}#${shipmentRecordId}`
}

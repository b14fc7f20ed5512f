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

/** Key of the note that a shipment claimed a parcel that another had claimed. */
export function quarantineRecordId(parcelRecordId: string, shipmentRecordId: string): string {
  return `QUARANTINE#${parcelRecordId}#${shipmentRecordId}`
}

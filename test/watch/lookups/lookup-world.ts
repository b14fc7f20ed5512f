import { formatOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import { accessWorld, leaflineReference, linkToken } from "./access-world.ts"

export const book = formatOrderReference(123456, { prefix: "MB", digits: 6, checkDigit: "luhn" })

export const mailed = linkToken("leafline-1")

export const mailedBook = linkToken("book-1")

export const byReference = { retailer: "Leafline", orderReference: leaflineReference(48213) }

export const byNumber = { carrier: "northpost", trackingNumber: "NP4021887304CA" }

export const bookByReference = { retailer: "Maple Books", orderReference: book }

export const bookByNumber = { carrier: "northpost", trackingNumber: "NP5000000001CA" }

export const right = { postalCode: "m5v3l9" }

export const wrong = { postalCode: "K1A 0B1" }

/** One delivered parcel of the discreet retailer, and one of the other on its way, to one place. */
export async function worldWithParcels(
  options: Parameters<typeof accessWorld>[0] = {},
  recipient = { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" },
) {
  const world = accessWorld(options)
  await world.ship("leafline", {
    shipmentId: "shp_leaf1",
    orderReference: byReference.orderReference,
    trackingNumber: byNumber.trackingNumber,
    linkTokenDigest: mailed.linkTokenDigest,
    recipient,
  })
  await world.ship("maplebooks", {
    shipmentId: "shp_book1",
    orderReference: book,
    trackingNumber: bookByNumber.trackingNumber,
    linkTokenDigest: mailedBook.linkTokenDigest,
    recipient,
  })
  await world.progress(byNumber.trackingNumber, true)
  await world.progress(bookByNumber.trackingNumber)
  world.calls.length = 0
  return world
}

export const leafDetails = {
  shows: "details",
  retailer: "Leafline",
  parcels: [
    {
      phase: "delivered",
      dates: {
        orderedAt: "2026-11-04T14:00:00.000Z",
        since: "2026-11-05T09:00:00.000Z",
        deliveredAt: "2026-11-05T09:00:00.000Z",
      },
      signatureRecorded: true,
    },
  ],
}

import type { Contact } from "../../../console/mail-merge/contacts.ts"
import type { Affected } from "../../../console/mail-merge/join-orders.ts"

/** An affected order as the hub lists it. */
export const affectedOrder = (reference: string, change: Partial<Affected> = {}): Affected => ({
  receiptId: `shp-${reference}`,
  reference,
  fields: ["postal-code", "delivery-date"],
  firstExposureAt: "2026-11-01T14:00:10.000Z",
  lastExposureAt: "2026-11-01T14:00:10.000Z",
  isPossible: false,
  isTold: false,
  ...change,
})

/** Somebody with an e-mail address, of a shop's file. */
export const contactOf = (order: string, change: Partial<Contact> = {}): Contact => ({
  order,
  firstName: "Ada",
  lastName: "Byron",
  email: `${order.toLowerCase().replace(/[^a-z0-9]/g, "")}@example.com`,
  address: "12 Elm St",
  city: "Toronto",
  postalCode: "M5V 2T6",
  ...change,
})

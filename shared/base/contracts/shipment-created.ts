import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import {
  carrierId,
  country,
  linkTokenDigest,
  newShipmentId,
  orderReference,
  partyAlias,
  trackingNumber,
} from "./fields.ts"
import { opensNothing } from "./postal-code.ts"
import type { ProblemRule } from "./problem.ts"

/** The hub makes the postal proof and the delivery point from it, then drops it. Only in the raw event. */
const recipient = z
  .object({
    postalCode: boundedString(256)
      .trim()
      .max(16)
      .min(2)
      .meta({ description: "Postal code of the delivery address", examples: ["M5V 3L9"] }),
    country,
    addressLine: boundedString(400)
      .trim()
      .max(200)
      .min(1)
      .optional()
      .meta({
        description: "Street and number. Distinguishes households, and the number is a proof",
        examples: ["1 Yonge St"],
      }),
  })
  .meta({ description: "Hashed for proof and delivery point, then dropped" })

/** No customer can type a reference with what nobody sees: control characters, marks of direction, half characters. */
const unreadable: ProblemRule = "invalid"

/** A retailer created a shipment. It may hand over the parcel later. */
export const shipmentCreated = defineEvent({
  detailType: "ShipmentCreated",
  version: 1,
  from: "retailer",
  to: "hub",
  summary: "A retailer created a shipment: one parcel of one order",
  data: z.object({
    shipmentId: newShipmentId,
    orderReference: orderReference.refine((text) => !/(?!\s)[\p{Cc}\p{Cf}\p{Cs}\uFFFD]/u.test(text), unreadable),
    carrierId,
    trackingNumber: trackingNumber.optional(),
    linkTokenDigest: linkTokenDigest.optional(),
    recipient,
    createdAt: instant.meta({ description: "When the retailer created the shipment" }),
  }),
  examples: [
    {
      shipmentId: "shp_7Hq2mZ0c",
      orderReference: "LL-0048213",
      carrierId: "northpost",
      trackingNumber: "NP4021887304CA",
      linkTokenDigest: "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
      recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" },
      createdAt: "2026-11-01T14:03:00.000Z",
    },
    {
      shipmentId: "shp_9Kd1xQ4b",
      orderReference: "MB1004230",
      carrierId: "northpost",
      recipient: { postalCode: "H2X 1Y4", country: "CA" },
      createdAt: "2026-11-01T14:05:10.000Z",
    },
  ],
  happened: ({ createdAt }) => ({ "data.createdAt": createdAt }),
  unusable: (data) => (opensNothing(data) ? [{ path: "data.recipient.postalCode", rule: "format" }] : []),
})

/** Published to the carrier when a shipment has one of its tracking numbers. */
export const redactedShipmentCreated = defineEvent({
  detailType: "ShipmentCreated",
  version: 1,
  from: "hub",
  to: "carrier",
  form: "redacted",
  summary: "A shipment with one of the carrier's tracking numbers is in the exchange",
  data: z.object({
    trackingNumber,
    retailerAlias: partyAlias
      .optional()
      .meta({ description: "Public name of the retailer; absent when it is discreet" }),
  }),
  examples: [{ trackingNumber: "NP4021887304CA" }, { trackingNumber: "NP4021887305CA", retailerAlias: "Maple Books" }],
})

import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { shipmentId, trackingNumber } from "./fields.ts"
import { shipper } from "./shipper.ts"
import { shipmentStatus } from "./words.ts"

// Carriers add statuses now and then. That must not need a new version of the event.
const status = shipmentStatus.meta({
  ...extensible,
  description: "Where the parcel is",
  examples: ["in-transit"],
})
const at = instant.meta({ description: "When the parcel reached this status" })

/** A parcel reached a new status before its delivery. */
export const shipmentProgressed = defineEvent({
  detailType: "ShipmentProgressed",
  version: 1,
  from: "carrier",
  to: "hub",
  summary: "A parcel reached a status before delivery",
  data: z.object({ trackingNumber, status, at, shipper: shipper.optional() }),
  happened: (data) => ({ "data.at": data.at }),
  examples: [
    { trackingNumber: "NP4021887304CA", status: "in-transit", at: "2026-11-02T08:15:00.000Z" },
    {
      trackingNumber: "NP4021887304CA",
      status: "out-for-delivery",
      at: "2026-11-03T11:40:00.000Z",
      shipper: { kind: "account", account: "8841-20931" },
    },
  ],
})

/** Published to the retailer of the shipment. */
export const redactedShipmentProgressed = defineEvent({
  detailType: "ShipmentProgressed",
  version: 1,
  from: "hub",
  to: "retailer",
  form: "redacted",
  summary: "A shipment of this retailer reached a status before delivery",
  data: z.object({ shipmentId, status, at }),
  examples: [{ shipmentId: "shp_7Hq2mZ0c", status: "in-transit", at: "2026-11-02T08:15:00.000Z" }],
})

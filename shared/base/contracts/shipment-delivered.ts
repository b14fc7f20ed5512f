import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { shipmentId, trackingNumber } from "./fields.ts"

const deliveredAt = instant.meta({ description: "When the parcel was handed over" })

/** Who signed. Only in the raw event. The hub records whether somebody signed and drops the name. */
const signatory = boundedString(256)
  .trim()
  .max(120)
  .min(1)
  .meta({ description: "Name or initials of the signer; dropped by the hub", examples: ["J. D."] })

/** A parcel was handed over. */
export const shipmentDelivered = defineEvent({
  detailType: "ShipmentDelivered",
  version: 1,
  from: "carrier",
  to: "hub",
  summary: "A parcel was delivered",
  data: z.object({ trackingNumber, deliveredAt, signatory: signatory.optional() }),
  happened: (data) => ({ "data.deliveredAt": data.deliveredAt }),
  examples: [
    { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-03T15:22:00.000Z", signatory: "J. D." },
    { trackingNumber: "NP4021887305CA", deliveredAt: "2026-11-03T15:41:00.000Z" },
  ],
})

/** Published to the retailer of the shipment. */
export const redactedShipmentDelivered = defineEvent({
  detailType: "ShipmentDelivered",
  version: 1,
  from: "hub",
  to: "retailer",
  form: "redacted",
  summary: "A shipment of this retailer was delivered",
  data: z.object({
    shipmentId,
    deliveredAt,
    signatoryRecorded: z.boolean().meta({
      description: "Whether the carrier recorded a signatory. The hub does not pass on the name",
      examples: [true],
    }),
  }),
  examples: [{ shipmentId: "shp_7Hq2mZ0c", deliveredAt: "2026-11-03T15:22:00.000Z", signatoryRecorded: true }],
})

import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { shipmentId } from "./fields.ts"

/** A shipment will not travel. */
export const shipmentCancelled = defineEvent({
  detailType: "ShipmentCancelled",
  version: 1,
  from: "retailer",
  to: "hub",
  summary: "A shipment was cancelled before it was delivered",
  data: z.object({
    shipmentId,
    reason: z
      .enum(["customerCancelled", "retailerCancelled", "addressUndeliverable", "lost", "createdInError"])
      .meta({ title: "Reason", description: "Reason code", examples: ["customerCancelled"] }),
  }),
  examples: [{ shipmentId: "shp_9Kd1xQ4b", reason: "customerCancelled" }],
})

import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { shipmentId } from "./fields.ts"

/** A retailer cancelled a shipment before its delivery. */
export const shipmentCancelled = defineEvent({
  detailType: "ShipmentCancelled",
  version: 1,
  from: "retailer",
  to: "hub",
  summary: "A retailer cancelled a shipment before its delivery",
  data: z.object({
    shipmentId,
    reason: z
      .enum(["customerCancelled", "retailerCancelled", "addressUndeliverable", "lost", "createdInError"])
      .meta({ description: "Reason code", examples: ["customerCancelled"] }),
  }),
  examples: [{ shipmentId: "shp_9Kd1xQ4b", reason: "customerCancelled" }],
})

import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { shipmentId, trackingNumber } from "./fields.ts"

/** The carrier's number of a shipment became known after its creation. */
export const trackingNumberAssigned = defineEvent({
  detailType: "TrackingNumberAssigned",
  version: 1,
  from: "retailer",
  to: "hub",
  summary: "A shipment got its tracking number",
  data: z.object({ shipmentId, trackingNumber }),
  examples: [{ shipmentId: "shp_9Kd1xQ4b", trackingNumber: "NP4021887305CA" }],
})

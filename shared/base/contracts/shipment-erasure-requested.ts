import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { shipmentId } from "./fields.ts"

/** A retailer asks the hub to erase one of its shipments, because its customer asked for it. */
export const shipmentErasureRequested = defineEvent({
  detailType: "ShipmentErasureRequested",
  version: 1,
  from: "retailer",
  to: "hub",
  summary: "A retailer asks the hub to erase one of its shipments",
  data: z.object({ shipmentId }),
  examples: [{ shipmentId: "shp_7Hq2mZ0c" }],
})

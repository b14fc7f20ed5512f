import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Records the progress of parcels, redacted",
  impact: "Delivered parcels keep showing as on their way.",
  consumes: [shipmentProgressed, shipmentDelivered],
  tables: { TrackingRecords: ["BatchGetItem", "PutItem"] },
  uses: ["publish", "hash", "seal"],
})

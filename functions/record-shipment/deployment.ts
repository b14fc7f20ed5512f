import { shipmentCancelled } from "../../shared/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { trackingNumberAssigned } from "../../shared/contracts/tracking-number-assigned.ts"
import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Records shipments of retailers, redacted",
  impact: "New shipments cannot be looked up, and carriers do not receive them.",
  consumes: [shipmentCreated, trackingNumberAssigned, shipmentCancelled],
  tables: { TrackingRecords: ["BatchGetItem", "PutItem", "DeleteItem"], RetailerProfiles: ["UpdateItem"] },
  uses: ["publish", "hash", "seal"],
  alarms: {
    ClaimQuarantined:
      "Two retailers claim one parcel. A person has to check the second claim. Until then its customer sees no progress.",
  },
})

import { shipmentCancelled } from "../../shared/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { trackingNumberAssigned } from "../../shared/contracts/tracking-number-assigned.ts"
import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Keeps what retailers say of their shipments, redacted",
  impact: "New shipments cannot be looked up and carriers are not told of them.",
  consumes: [shipmentCreated, trackingNumberAssigned, shipmentCancelled],
  tables: { TrackingRecords: ["BatchGetItem", "PutItem", "DeleteItem"], RetailerProfiles: ["UpdateItem"] },
  uses: ["publish", "hash", "seal"],
  alarms: {
    ClaimQuarantined:
      "Two retailers claim one parcel. The second claim waits for a person; its customers see nothing of the parcel.",
  },
})

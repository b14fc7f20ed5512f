import { shipmentCancelled } from "../../shared/base/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../shared/base/contracts/shipment-created.ts"
import { trackingNumberAssigned } from "../../shared/base/contracts/tracking-number-assigned.ts"
import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  description: "Records shipments of retailers, redacted",
  impact: "New shipments cannot be looked up, and carriers do not receive them.",
  consumes: [shipmentCreated, trackingNumberAssigned, shipmentCancelled],
  includes: [findPartiesWithSettings],
  tables: {
    TrackingRecords: ["BatchGetItem", "PutItem", "DeleteItem"],
    RetailerProfiles: ["UpdateItem"],
    Erasures: ["BatchGetItem", "GetItem"],
  },
  uses: ["publish", "hash", "seal"],
  alarms: {
    ClaimContested:
      "Two retailers claim one parcel. Its progress waits until the carrier names the shipper. If it names none, ask it.",
  },
  reaches: { files: 115, later: 16 },
})

import { declareFunction } from "../deployment.ts"
import { eraseShipments, findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  canWait: true,
  description: "Does what is due to shipments: erases what came back or was held, and confirms uncontested claims",
  impact:
    "Retailers do not receive the progress of parcels whose carrier names no shipper. " +
    "What a breach case held of an erased shipment stays after the case is closed.",
  everyMinutes: 5,
  includes: [findParties, eraseShipments],
  indexes: { Erasures: ["byDue"], TrackingRecords: ["byHeldUntil"] },
  timeoutSeconds: 300,
  reaches: { files: 169, later: 15 },
})

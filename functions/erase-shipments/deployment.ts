import { shipmentErasureRequested } from "../../shared/base/contracts/shipment-erasure-requested.ts"
import { declareFunction } from "../deployment.ts"
import { eraseShipments, findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  canWait: true,
  description: "Erases shipments that retailers ask to have erased",
  impact: "Shipments that customers asked to have erased stay in the tables.",
  consumes: [shipmentErasureRequested],
  includes: [findParties, eraseShipments],
  timeoutSeconds: 60,
  reaches: { files: 195, later: 15 },
})

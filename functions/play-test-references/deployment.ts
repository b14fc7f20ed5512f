import { shipmentCreated } from "../../shared/base/contracts/shipment-created.ts"
import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  canWait: true,
  description: "Plays the carrier of shipments with test references",
  impact: "Shipments with test references do not move. No real shipment is touched.",
  partOf: ["testReferences"],
  consumes: [shipmentCreated],
  includes: [findParties],
  uses: ["publishForParties"],
  reaches: { files: 84, later: 16 },
})

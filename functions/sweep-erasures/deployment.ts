import { declareFunction } from "../deployment.ts"
import { eraseShipments, findParties } from "../grants.ts"

export const deployment = declareFunction({
  description: "Erases again what came back or was held, for each erasure that is due",
  impact: "What a breach case held of an erased shipment stays after the case is closed.",
  schedule: "rate(5 minutes)",
  includes: [findParties, eraseShipments],
  indexes: { Erasures: ["byDue"] },
  timeoutSeconds: 300,
})

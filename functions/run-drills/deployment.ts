import { alertDrillRequested, drillAcknowledged } from "../../shared/base/contracts/alert-drills.ts"
import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings } from "../grants.ts"

export const deployment = declareFunction({
  context: "parties",
  canWait: true,
  description: "Tests the alert channels of parties, and notes who acknowledges",
  impact: "A drill of the alert channels shows nothing.",
  consumes: [drillAcknowledged, alertDrillRequested],
  includes: [findPartiesWithSettings],
  tables: { Drills: ["GetItem", "PutItem", "UpdateItem"] },
  uses: ["publish", "mail"],
  // A message can be a party with 20 contacts, and a batch has ten.
  timeoutSeconds: 120,
  reaches: { files: 84, later: 16 },
})

import { manifestDeclared } from "../../shared/base/contracts/manifest-declared.ts"
import { shipmentDelivered } from "../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/base/contracts/shipment-progressed.ts"
import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  description: "Records the progress of parcels and who shipped them, redacted",
  impact: "Delivered parcels keep showing as on their way, and claims of parcels wait.",
  consumes: [shipmentProgressed, shipmentDelivered, manifestDeclared],
  includes: [findParties],
  tables: { TrackingRecords: ["BatchGetItem", "PutItem"], Erasures: ["BatchGetItem"] },
  uses: ["publish", "hash", "seal"],
  reaches: { files: 114, later: 16 },
})

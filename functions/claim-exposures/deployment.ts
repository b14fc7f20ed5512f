import { declareFunction } from "../deployment.ts"
import { copyReferences, findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  context: "desk",
  partOf: ["desk"],
  description: "Attributes earlier exposures of a parcel to the shipment that claims it",
  impact: "Retailers do not learn that somebody saw their parcels before they claimed them.",
  stream: {
    table: "TrackingRecords",
    filters: [{ changes: ["INSERT", "MODIFY"], where: { kind: "shipment" } }],
    // A new shipment of an order costs a query. Cases are changed under their version, so shipments need no order.
    parallelBatches: 4,
  },
  includes: [workOnCases, copyReferences, findPartiesWithSettings],
  tables: { Disclosures: ["BatchGetItem"] },
  indexes: { Disclosures: ["byRecord"] },
  timeoutSeconds: 60,
  reaches: { files: 247, later: 13 },
})

import { declareFunction } from "../deployment.ts"
import { copyReferences, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  description: "Gives a shipment the exposures that cases hold of its parcel from before it was claimed",
  impact: "Retailers do not hear that their parcels were seen before they were claimed.",
  stream: { table: "TrackingRecords", filters: [{ changes: ["INSERT", "MODIFY"], where: { kind: "shipment" } }] },
  includes: [workOnCases, copyReferences],
  indexes: { Disclosures: ["byRecord"] },
  timeoutSeconds: 60,
})

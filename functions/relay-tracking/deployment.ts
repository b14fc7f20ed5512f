import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Tells carriers of shipments and retailers of progress",
  impact: "Parties do not hear of shipments and progress.",
  stream: { table: "TrackingRecords", filters: [{ changes: ["INSERT", "MODIFY"] }] },
  uses: ["publish", "unseal"],
})

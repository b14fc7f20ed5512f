import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Publishes shipments to carriers and progress to retailers",
  impact: "Parties do not receive shipments and progress.",
  stream: { table: "TrackingRecords", filters: [{ changes: ["INSERT", "MODIFY"] }] },
  uses: ["publish", "unseal"],
})

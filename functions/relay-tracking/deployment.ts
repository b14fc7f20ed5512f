import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  canWait: true,
  description: "Publishes shipments to carriers and progress to retailers",
  impact: "Parties do not receive shipments and progress.",
  stream: {
    table: "TrackingRecords",
    filters: [{ changes: ["INSERT", "MODIFY"] }],
    // What a change comes to follows from this row alone, so rows need no order among each other.
    batchSize: 100,
    parallelBatches: 4,
  },
  includes: [findParties],
  uses: ["publish", "unseal"],
  reaches: { files: 63, later: 16 },
})

import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  canWait: true,
  description: "Publishes to carriers which visitors their own tools should refuse, and when a refusal ends",
  impact: "Carriers' own tools keep answering a restricted accessor.",
  stream: { table: "Restrictions", filters: [{ changes: ["INSERT", "MODIFY"] }] },
  includes: [findParties],
  tables: { DecisionNotes: ["BatchWriteItem"] },
  uses: ["publish", "unsealTokens"],
  reaches: { files: 63, later: 16 },
})

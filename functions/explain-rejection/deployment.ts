import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  canWait: true,
  description: "Rejects events that no other function takes, and says why",
  impact: "Senders of unknown events do not learn that they were rejected.",
  consumes: "unknownEvents",
  includes: [findParties],
  uses: ["publish"],
  reaches: { files: 107, later: 16 },
})

import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Publishes to carriers whom their own tools should refuse, and whom no longer",
  impact: "Carriers' own tools keep answering a restricted accessor.",
  stream: { table: "Restrictions", filters: [{ changes: ["INSERT", "MODIFY"] }] },
  uses: ["publish"],
})

import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Tells each party of its part of a case, on every channel it has",
  impact: "Parties are not told of a breach.",
  stream: { table: "BreachCases", filters: [{ changes: ["INSERT"], where: { type: "timeline" } }] },
  tables: { BreachCases: ["BatchGetItem", "PutItem"] },
  uses: ["publish", "mail"],
  timeoutSeconds: 60,
})

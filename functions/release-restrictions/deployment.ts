import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  context: "desk",
  partOf: ["desk"],
  canWait: true,
  description: "Releases the restrictions of a case that was a false alarm",
  impact: "Visitors who did nothing wrong stay refused.",
  stream: { table: "BreachCases", filters: [{ changes: ["MODIFY"], where: { type: "case", state: "falseAlarm" } }] },
  tables: { BreachCases: ["BatchGetItem", "Query"], Restrictions: ["BatchGetItem", "GetItem", "PutItem"] },
  timeoutSeconds: 120,
  reaches: { files: 95 },
})

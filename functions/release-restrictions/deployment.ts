import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Releases whoever was refused because of a case that was a false alarm",
  impact: "People who did nothing wrong stay refused.",
  stream: { table: "BreachCases", filters: [{ changes: ["MODIFY"], where: { type: "case", state: "falseAlarm" } }] },
  tables: { BreachCases: ["BatchGetItem"], Restrictions: ["BatchGetItem", "GetItem", "PutItem"] },
})

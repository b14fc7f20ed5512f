import { declareFunction, lateAlerts } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Alerts each party about its part of a case, on every channel that it has",
  impact: "Parties are not alerted about a breach.",
  stream: { table: "BreachCases", filters: [{ changes: ["INSERT"], where: { type: "timeline" } }] },
  tables: { BreachCases: ["BatchGetItem", "PutItem"] },
  uses: ["publish", "mail"],
  alarms: { AlertDelay: lateAlerts },
  timeoutSeconds: 60,
})

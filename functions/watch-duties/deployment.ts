import { declareFunction } from "../deployment.ts"
import { copyReferences, findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  context: "desk",
  partOf: ["desk"],
  description: "Reminds parties of duties that are due, overdue or unanswered",
  impact: "Nobody is reminded of a duty that is due.",
  everyMinutes: 1,
  includes: [workOnCases, copyReferences, findPartiesWithSettings],
  tables: { Disclosures: ["BatchGetItem", "Query"] },
  indexes: {
    BreachCases: ["byParty"],
    Disclosures: ["byNetwork", "byPrefix", "byBlock", "byToolDay", "byToolAccess", "byToken"],
  },
  timeoutSeconds: 60,
  reaches: { files: 263, later: 13 },
})

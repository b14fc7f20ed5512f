import { declareFunction } from "../deployment.ts"
import { listParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "proof",
  partOf: ["proof"],
  canWait: true,
  description: "Makes each party's signed statement of the day that is over, and those of days that were missed",
  impact: "Parties get no statement of the day. Their programs alarm after 36 hours.",
  everyMinutes: 15,
  includes: [listParties],
  tables: {
    Statements: ["BatchGetItem", "GetItem", "PutItem", "Query"],
    BreachCases: ["BatchGetItem"],
    ReportStreams: ["Query"],
  },
  indexes: { BreachCases: ["byParty"] },
  uses: ["publish", "sign", "hash"],
  // A million leaves of a busy day are in memory, and the trees of many parties are made one after the other.
  memoryMegabytes: 2048,
  timeoutSeconds: 840,
  alarms: {
    StatementNotMade: {
      sentence: "The statement of a party could not be made. The party does not get what it checks the hub by.",
      withinMinutes: 60,
    },
  },
  reaches: { files: 149, later: 15 },
})

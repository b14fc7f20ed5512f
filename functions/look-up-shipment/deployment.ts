import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings, judgeAccess } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  description: "Answers or refuses a guarded lookup",
  impact: "Recipients cannot look up their parcels.",
  http: { routes: ["POST /v1/lookups"], throttle: "lookups", refusesParties: true },
  includes: [judgeAccess, findPartiesWithSettings],
  tables: {
    AccessProfiles: ["GetItem"],
    Disclosures: ["BatchGetItem", "PutItem"],
    ChallengeFailures: ["UpdateItem"],
  },
  memoryMegabytes: 1024,
  timeoutSeconds: 10,
  reaches: { files: 203, later: 17 },
})

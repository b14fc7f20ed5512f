import { declareFunction } from "../deployment.ts"
import { findCallers } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  description: "Accepts events of authenticated parties over HTTPS and puts them on the ingress bus, or validates them",
  impact: "Parties without an AWS account cannot publish.",
  http: { routes: ["POST /v1/events"], throttle: "events" },
  includes: [findCallers],
  // Only a validation reads tables. It writes nothing, and opens what the party itself sent.
  tables: {
    TrackingRecords: ["BatchGetItem"],
    BreachCases: ["BatchGetItem", "GetItem", "Query"],
    Restrictions: ["BatchGetItem", "GetItem"],
    Drills: ["GetItem"],
    Erasures: ["GetItem"],
  },
  indexes: { Restrictions: ["byRestrictionId"] },
  uses: ["publishForParties", "hash", "unsealParties"],
  reaches: { files: 112, later: 269 },
})

import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  description: "Shows parties their settings and changes them",
  impact: "Parties cannot change their contacts, webhook, heavy readers and thresholds.",
  http: { routes: ["GET /v1/settings", "PATCH /v1/settings"], throttle: "desk" },
  includes: [findParties],
  tables: { Settings: ["GetItem", "PutItem", "Query"] },
  // The address of an invited party's Slack channel is a secret. Nobody may find one by trying keys and bodies.
  uses: ["sealParties", "hash"],
})

import { declareFunction } from "../deployment.ts"
import { findCallers } from "../grants.ts"

export const deployment = declareFunction({
  context: "parties",
  canWait: true,
  description: "Shows parties their settings and what became of their webhook, and changes settings",
  impact: "Parties cannot change their contacts, webhook, heavy readers and thresholds.",
  http: {
    routes: [
      "GET /v1/settings",
      "PATCH /v1/settings",
      "GET /v1/webhooks/attempts",
      "POST /v1/webhooks/attempts/{attemptId}/resend",
      "POST /v1/webhooks/recoveries",
    ],
    throttle: "desk",
  },
  includes: [findCallers],
  tables: {
    Settings: ["GetItem", "PutItem", "Query"],
    WebhookDeliveries: ["BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"],
  },
  indexes: { WebhookDeliveries: ["byArrival"] },
  // The address of an invited party's Slack channel is a secret, and events for webhooks rest sealed. Nobody may find
  // an address by trying keys and bodies.
  uses: ["sealParties", "hash"],
  reaches: { files: 108, later: 4 },
})

import { declareFunction } from "../deployment.ts"
import { noteDeliveries, webhookAlarms } from "../grants.ts"

export const deployment = declareFunction({
  context: "parties",
  canWait: true,
  description: "Sends events again that the webhooks of parties did not accept",
  impact: "Parties do not receive what their webhook did not accept the first time.",
  everyMinutes: 1,
  includes: [noteDeliveries],
  tables: { WebhookDeliveries: ["Query"] },
  indexes: { WebhookDeliveries: ["byDueTime"] },
  timeoutSeconds: 60,
  // Events rest sealed, as secrets of invited parties do. Whose webhook is disabled hears of it on its other channels.
  uses: ["signWebhooks", "sealParties", "publish", "mail"],
  // Each party whose secret has a name of its own adds to its rights.
  policyBesideRole: true,
  alarms: webhookAlarms,
  reaches: { files: 141, later: 57 },
})

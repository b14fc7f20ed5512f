import { declareFunction } from "../deployment.ts"
import { noteDeliveries, webhookAlarms } from "../grants.ts"

export const deployment = declareFunction({
  context: "parties",
  canWait: true,
  description: "Sends events to the webhooks of the parties that they are addressed to",
  impact: "Parties with a webhook do not receive their events.",
  consumes: "webhookEvents",
  // An endpoint that does not answer occupies this many invocations, and no others.
  queue: { maxConcurrency: 10 },
  includes: [noteDeliveries],
  // An endpoint may take 15 seconds to answer, and then a party with 20 contacts may have to be told.
  timeoutSeconds: 60,
  // Events rest sealed, as secrets of invited parties do. Whose webhook is disabled hears of it on its other channels.
  uses: ["signWebhooks", "sealParties", "publish", "mail"],
  // Each party whose secret has a name of its own adds to its rights.
  policyBesideRole: true,
  alarms: webhookAlarms,
  reaches: { files: 141, later: 57 },
})

import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings } from "../grants.ts"

export const deployment = declareFunction({
  description: "Sends events to the webhooks of the parties that they are addressed to",
  impact: "Parties with a webhook do not receive their events.",
  consumes: "webhookEvents",
  // An endpoint that does not answer occupies this many invocations, and no others.
  queue: { maxConcurrency: 10 },
  includes: [findPartiesWithSettings],
  // An invited party has its secret sealed.
  uses: ["signWebhooks", "unsealParties"],
  alarms: {
    WebhookGone: {
      sentence: "The endpoint of a party answered that it is gone. The party does not receive its events.",
      withinMinutes: 60,
    },
  },
})

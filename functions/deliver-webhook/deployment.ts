import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings } from "../grants.ts"

export const deployment = declareFunction({
  description: "Sends events to the webhooks of the parties that they are addressed to",
  impact: "Parties with a webhook do not receive their events.",
  consumes: "webhookEvents",
  // An endpoint that does not answer occupies this many invocations, and no others.
  queue: { maxConcurrency: 10 },
  includes: [findPartiesWithSettings],
  uses: ["signWebhooks"],
})

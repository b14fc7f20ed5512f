import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Sends events to the webhooks of the parties they are addressed to",
  impact: "Parties with a webhook do not hear of events that are addressed to them.",
  consumes: "webhookEvents",
  uses: ["signWebhooks"],
})

import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Tells senders of events that nobody takes why",
  impact: "Senders of unknown events are not told.",
  consumes: "unknownEvents",
  uses: ["publish"],
})

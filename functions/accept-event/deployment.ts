import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Takes a party's event over HTTPS, once the party has proven itself",
  impact: "Parties without an AWS account cannot publish.",
  http: { routes: ["POST /v1/events"], throttle: "events" },
  uses: ["publishForParties"],
})

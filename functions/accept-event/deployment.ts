import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  description: "Accepts events of authenticated parties over HTTPS and puts them on the ingress bus",
  impact: "Parties without an AWS account cannot publish.",
  http: { routes: ["POST /v1/events"], throttle: "events" },
  includes: [findParties],
  uses: ["publishForParties"],
})

import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  context: "pages",
  canWait: true,
  description: "Explains problems of the API, and refuses paths and methods that it does not have",
  impact: "Engineers of parties cannot open the page about an error, and a wrong path is answered without a reason.",
  http: { routes: ["GET /v1/problems", "$default"], throttle: "desk" },
  reaches: { files: 24, later: 20 },
})

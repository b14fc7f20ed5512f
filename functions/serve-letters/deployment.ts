import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  context: "pages",
  partOf: ["desk"],
  description: "Serves letters to carriers that take no part, records what they answer, and serves views to regulators",
  impact: "Carriers that take no part cannot open a letter or answer it, and regulators cannot read a view.",
  http: {
    routes: ["GET /letter", "POST /letter", "POST /letter/answers", "GET /letter/open.js", "GET /view", "POST /view"],
    throttle: "desk",
  },
  includes: [workOnCases, findPartiesWithSettings],
  uses: ["sealParties", "takeEvidence"],
  memoryMegabytes: 1024,
  reaches: { files: 283, later: 96 },
})

import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  description: "Serves letters to carriers that take no part, and records what they answer",
  impact: "Carriers that take no part cannot open a letter or answer it.",
  http: {
    routes: ["GET /letter", "POST /letter", "POST /letter/answers", "GET /letter/open.js"],
    throttle: "desk",
  },
  includes: [workOnCases, findPartiesWithSettings],
  uses: ["sealParties", "takeEvidence"],
  memoryMegabytes: 1024,
})

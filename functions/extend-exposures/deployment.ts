import { declareFunction } from "../deployment.ts"
import { copyReferences, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  description: "Adds what a restricted or suspected accessor sees to the open case",
  impact: "Open cases miss exposures.",
  stream: {
    table: "Disclosures",
    // A visitor who proved more than a postal code is the recipient. A postal code can turn out to be a guess.
    filters: [
      { changes: ["INSERT", "MODIFY"], where: { provenForExposure: false } },
      { changes: ["INSERT", "MODIFY"], where: { proof: "postalCode" } },
    ],
  },
  includes: [workOnCases, copyReferences],
  timeoutSeconds: 60,
})

import { declareFunction } from "../deployment.ts"
import { copyReferences, findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  description:
    "Adds what a restricted or suspected accessor sees to the open case, and restores what a report overwrote in the ledger",
  impact:
    "Open cases miss exposures. The ledger misses fields of an access that was reported twice at the same moment.",
  stream: {
    table: "Disclosures",
    // A visitor who proved more than a postal code is the recipient. A postal code can turn out to be a guess.
    filters: [
      { changes: ["INSERT", "MODIFY"], where: { provenForExposure: false } },
      { changes: ["INSERT", "MODIFY"], where: { proof: "postalCode" } },
    ],
  },
  tables: { Disclosures: ["PutItem"] },
  includes: [workOnCases, copyReferences, findPartiesWithSettings],
  timeoutSeconds: 60,
  reaches: { files: 248, later: 13 },
  without: {
    desk: {
      description: "Restores what a report overwrote in the ledger",
      impact: "The ledger misses fields of an access that was reported twice at the same moment.",
      includes: [],
    },
  },
})

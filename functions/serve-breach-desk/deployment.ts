import { declareFunction } from "../deployment.ts"
import { copyReferences, findParties, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  description: "Serves the breach desk to parties over HTTPS",
  impact: "Parties cannot see or work on their cases.",
  http: {
    routes: [
      "GET /v1/cases",
      "POST /v1/cases",
      "GET /v1/cases/{caseAlias}",
      "GET /v1/cases/{caseAlias}/{part}",
      "POST /v1/cases/{caseAlias}/{part}",
      "POST /v1/cases/{caseAlias}/duties/{dutyId}",
      "GET /v1/cases/{caseAlias}/documents/{documentId}",
      "GET /v1/restrictions",
      "POST /v1/restrictions/{restrictionId}/renewals",
      "DELETE /v1/restrictions/{restrictionId}",
      "GET /v1/shipments/{shipmentId}/accesses",
    ],
    throttle: "desk",
  },
  includes: [workOnCases, copyReferences, findParties],
  tables: {
    Disclosures: ["BatchGetItem", "BatchWriteItem", "PutItem", "Query"],
    Restrictions: ["BatchGetItem", "GetItem", "PutItem"],
    RequestedDocuments: ["GetItem", "PutItem"],
  },
  indexes: {
    BreachCases: ["byParty"],
    Restrictions: ["byRestrictionId"],
    Disclosures: ["byNetwork", "byPrefix", "byRecord", "byBlock", "byToolDay", "byToolAccess", "byToken"],
  },
  uses: ["linkDocuments"],
  // It opens up to 2,000 sealed references for a page.
  memoryMegabytes: 1024,
})

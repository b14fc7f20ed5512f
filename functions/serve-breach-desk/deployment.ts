import { declareFunction, type HttpRoute } from "../deployment.ts"
import { copyReferences, findCallers, findPartiesWithSettings, listParties, workOnCases } from "../grants.ts"

const routesOfDesk = [
  "GET /v1/cases",
  "POST /v1/cases",
  "GET /v1/cases/{caseAlias}",
  "GET /v1/cases/{caseAlias}/{part}",
  "POST /v1/cases/{caseAlias}/{part}",
  "POST /v1/cases/{caseAlias}/duties/{dutyId}",
  "GET /v1/cases/{caseAlias}/documents/{documentId}",
  "GET /v1/shipment-cases",
  "GET /v1/drafts",
  "POST /v1/drafts",
  "GET /v1/restrictions",
  "GET /v1/refused-attempts",
  "POST /v1/refused-attempts/{attemptId}/closing",
  "POST /v1/restrictions/{restrictionId}/renewals",
  "DELETE /v1/restrictions/{restrictionId}",
] as const satisfies readonly HttpRoute[]

/** Documents of the desk and statements are signed. */
const routesOfKeys = ["GET /v1/signing-keys"] as const satisfies readonly HttpRoute[]

const routesOfProof = [
  "GET /v1/statements",
  "GET /v1/statements/{day}",
  "GET /v1/statements/{day}/leaves",
] as const satisfies readonly HttpRoute[]

export const deployment = declareFunction({
  context: "desk",
  description:
    "Serves the breach desk, statements and receipts of erasures to parties, and the hub's public keys to anybody",
  impact: "Parties cannot see or work on their cases.",
  http: {
    routes: [
      ...routesOfDesk,
      "GET /v1/decisions",
      "GET /v1/proof-map",
      "GET /v1/shipments/{shipmentId}/accesses",
      "GET /v1/erasures",
      "GET /v1/erasures/{erasureId}",
      ...routesOfKeys,
      ...routesOfProof,
    ],
    throttle: "desk",
    only: [
      { partOf: ["desk"], routes: routesOfDesk },
      { partOf: ["desk", "proof"], routes: routesOfKeys },
      { partOf: ["proof"], routes: routesOfProof },
    ],
  },
  includes: [workOnCases, copyReferences, findCallers, findPartiesWithSettings, listParties],
  tables: {
    Disclosures: ["BatchGetItem", "BatchWriteItem", "PutItem", "Query"],
    Restrictions: ["BatchGetItem", "GetItem", "PutItem"],
    DecisionNotes: ["Query"],
    RequestedDocuments: ["GetItem", "PutItem"],
    Erasures: ["GetItem"],
    Statements: ["BatchGetItem", "GetItem", "Query"],
  },
  indexes: {
    BreachCases: ["byParty"],
    Erasures: ["byParty"],
    Restrictions: ["byRestrictionId"],
    Disclosures: ["byNetwork", "byPrefix", "byRecord", "byBlock", "byToolDay", "byToolAccess", "byToken"],
  },
  uses: ["publishKeys", "askForDocuments", "linkDocuments", "takeEvidence", "retention"],
  policyBesideRole: true,
  without: {
    desk: {
      context: "watch",
      description: "Serves parties what the hub recorded of their shipments, and whom their own tools should refuse",
      impact: "Parties cannot read who looked up their shipments, and whom to refuse.",
      includes: [findCallers, findPartiesWithSettings, listParties],
      tables: {
        TrackingRecords: ["BatchGetItem"],
        Disclosures: ["BatchGetItem"],
        Restrictions: ["BatchGetItem"],
        DecisionNotes: ["Query"],
        ReportStreams: ["Query"],
        Erasures: ["GetItem"],
        Statements: ["BatchGetItem", "GetItem", "Query"],
      },
      indexes: {
        TrackingRecords: ["byOrderReference"],
        Disclosures: ["byRecord"],
        Erasures: ["byParty"],
      },
      uses: ["hash", "unsealTokens", "publishKeys", "retention"],
    },
  },
  // It opens up to 2,000 sealed references for a page.
  memoryMegabytes: 1024,
  reaches: { files: 109, later: 406 },
})

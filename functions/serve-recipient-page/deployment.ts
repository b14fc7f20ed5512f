import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings, judgeAccess } from "../grants.ts"

export const deployment = declareFunction({
  context: "pages",
  partOf: ["recipientPage"],
  description: "Serves the page on which recipients look up their parcels",
  impact: "Recipients cannot open the links in their mails or look up their parcels on the hub's page.",
  http: {
    routes: [
      "GET /t",
      "POST /t",
      "GET /t/{retailerAlias}",
      "GET /t/carrier/{carrierAlias}",
      "GET /t/style.css",
      "GET /t/open-link.js",
    ],
    throttle: "lookups",
  },
  includes: [judgeAccess, findPartiesWithSettings],
  tables: {
    AccessProfiles: ["GetItem"],
    // With the link, the page says who looked the parcel up.
    Disclosures: ["PutItem", "BatchGetItem"],
    ChallengeFailures: ["UpdateItem"],
    // What people were notified of. It changes no case, and opens nothing that is sealed.
    BreachCases: ["BatchGetItem", "Query"],
    // The page names the hours in which nobody watched a carrier's tool.
    ReportStreams: ["Query"],
  },
  indexes: { Disclosures: ["byRecord"], BreachCases: ["byParty"] },
  memoryMegabytes: 1024,
  timeoutSeconds: 10,
  reaches: { files: 209, later: 154 },
})

import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  description: "Restricts the accessor of an anomaly and publishes the anomaly",
  impact: "Anomalies are found but open no case.",
  stream: { table: "Anomalies", filters: [{ changes: ["INSERT"] }] },
  includes: [findParties],
  tables: {
    Restrictions: ["GetItem", "PutItem"],
    AnnouncedWalkers: ["GetItem", "PutItem"],
    Disclosures: ["BatchGetItem", "Query"],
    Statements: ["BatchWriteItem"],
  },
  indexes: { Disclosures: ["byNetwork", "byPrefix"] },
  uses: ["publish", "unsealTokens"],
  reaches: { files: 107 },
})

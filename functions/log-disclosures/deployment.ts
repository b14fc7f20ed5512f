import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  context: "proof",
  partOf: ["proof"],
  canWait: true,
  description: "Logs what is new or changed in the ledger, for each party's statement of the day",
  impact: "Statements lack disclosures. The ledger itself is complete.",
  stream: {
    table: "Disclosures",
    filters: [{ changes: ["INSERT", "MODIFY"] }],
    batchSize: 100,
    // A batch is listed as one row for each party, so fuller batches cost less. Nobody waits for the log.
    gatherSeconds: 60,
  },
  tables: { Disclosures: ["BatchGetItem"], Statements: ["BatchWriteItem", "PutItem"] },
  uses: ["hash"],
  timeoutSeconds: 60,
  reaches: { files: 55 },
})

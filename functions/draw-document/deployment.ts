import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings } from "../grants.ts"

export const deployment = declareFunction({
  context: "desk",
  partOf: ["desk"],
  canWait: true,
  description: "Draws the documents that parties ask for",
  impact: "Parties wait for reports, notices and dossiers that they asked for.",
  consumes: "askedDocuments",
  // One document at a time, so that one which ends the function does not take others with it.
  queue: { batchSize: 1, maxConcurrency: 10 },
  includes: [findPartiesWithSettings],
  tables: { RequestedDocuments: ["UpdateItem"], BreachCases: ["BatchGetItem", "Query"], ReportStreams: ["Query"] },
  uses: ["writeDocuments"],
  alarms: { DocumentFailed: "A document could not be drawn. The party is told to ask again." },
  // A PDF is drawn in memory, and CPU grows with memory.
  memoryMegabytes: 2048,
  timeoutSeconds: 300,
  reaches: { files: 306, later: 25 },
})

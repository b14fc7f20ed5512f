import { deskContracts } from "../../shared/base/contracts/desk-contracts.ts"
import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  context: "desk",
  partOf: ["desk"],
  description: "Records what parties do about a case, from their events",
  impact: "What parties do about a case is not recorded.",
  consumes: deskContracts,
  includes: [workOnCases, findPartiesWithSettings],
  // A carrier's receipts name tracking numbers.
  tables: { TrackingRecords: ["BatchGetItem"], Restrictions: ["GetItem", "PutItem"] },
  indexes: { Restrictions: ["byRestrictionId"] },
  uses: ["publish"],
  // Ten batches of 500 receipts of one case, one after the other.
  timeoutSeconds: 60,
  reaches: { files: 304, later: 12 },
})

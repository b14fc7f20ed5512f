import { trackingAccessed } from "../../shared/base/contracts/tracking-accessed.ts"
import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings, judgeAccess } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  description: "Records and judges lookups that carriers report from their own tools",
  impact: "Lookups in carriers' own tools are not watched.",
  consumes: [trackingAccessed],
  // An event can have 500 accesses. Two such events fit into one invocation, so none is postponed until it is dead.
  queue: { batchSize: 2 },
  includes: [judgeAccess, findPartiesWithSettings],
  tables: {
    AccessProfiles: ["BatchGetItem"],
    Disclosures: ["BatchGetItem", "BatchWriteItem", "PutItem"],
    Erasures: ["BatchGetItem"],
    ReportStreams: ["PutItem"],
  },
  uses: ["publish", "sealTokens"],
  timeoutSeconds: 60,
  reaches: { files: 204, later: 16 },
})

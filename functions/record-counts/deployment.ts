import { accessesCounted } from "../../shared/base/contracts/accesses-counted.ts"
import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  canWait: true,
  description: "Records up to when carriers have reported the lookups in their own tools",
  impact: "The hub takes a carrier for silent that reports. It tells the carrier and its retailers so.",
  consumes: [accessesCounted],
  includes: [findParties],
  tables: { ReportStreams: ["GetItem", "PutItem", "Query"] },
  uses: ["publish"],
  reaches: { files: 79, later: 16 },
})

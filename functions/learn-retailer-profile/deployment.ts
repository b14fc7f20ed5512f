import { declareFunction } from "../deployment.ts"
import { listParties } from "../grants.ts"

export const deployment = declareFunction({
  description: "Learns a retailer's ordinary traffic, and notices when more strangers than usual look up its parcels",
  impact: "The detector judges retailers by outdated traffic.",
  schedule: "rate(10 minutes)",
  includes: [listParties],
  tables: {
    RetailerProfiles: ["GetItem", "UpdateItem"],
    AccessProfiles: ["Scan"],
    RetailerVolumes: ["Query"],
    Anomalies: ["PutItem"],
  },
  timeoutSeconds: 300,
  reaches: { files: 119 },
})

import { declareFunction } from "../deployment.ts"
import { listParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  canWait: true,
  description: "Learns a retailer's ordinary traffic, and notices when more strangers than usual look up its parcels",
  impact: "The detector judges retailers by outdated traffic.",
  everyMinutes: 10,
  includes: [listParties],
  tables: {
    RetailerProfiles: ["GetItem", "UpdateItem"],
    AccessProfiles: ["Scan"],
    RetailerVolumes: ["Query"],
    Anomalies: ["PutItem"],
  },
  timeoutSeconds: 300,
  reaches: { files: 104, later: 16 },
})

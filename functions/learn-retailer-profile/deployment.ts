import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Learns what is ordinary for a retailer, and notices when more strangers than usual look",
  impact: "The detector's picture of a retailer grows old.",
  schedule: "rate(10 minutes)",
  tables: {
    RetailerProfiles: ["GetItem", "UpdateItem"],
    AccessProfiles: ["Scan"],
    RetailerVolumes: ["Query"],
    Anomalies: ["PutItem"],
  },
  timeoutSeconds: 300,
})

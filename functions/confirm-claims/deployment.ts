import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  description: "Lets progress go to a retailer that alone has claimed a parcel for a day",
  impact: "Retailers do not receive the progress of parcels whose carrier names no shipper.",
  schedule: "rate(5 minutes)",
  tables: { TrackingRecords: ["BatchGetItem", "PutItem"] },
  indexes: { TrackingRecords: ["byHeldUntil"] },
  timeoutSeconds: 300,
})

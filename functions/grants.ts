import type { Grants } from "./deployment.ts"

/** To judge an access: record, profile, anomaly and restriction. It opens nothing that is sealed. */
export const judgeAccess = {
  tables: {
    TrackingRecords: ["BatchGetItem"],
    AccessProfiles: ["UpdateItem"],
    Anomalies: ["PutItem"],
    Restrictions: ["BatchGetItem", "GetItem", "PutItem"],
    RetailerProfiles: ["GetItem"],
    RetailerVolumes: ["UpdateItem"],
  },
  indexes: { TrackingRecords: ["byOrderReference", "byLinkDigest"] },
  uses: ["hash", "canaries"],
} as const satisfies Grants

/** To read what parties changed about themselves. */
export const readSettings = { tables: { Settings: ["Query"] } } as const satisfies Grants

/** To change a breach case. */
export const workOnCases = {
  tables: { BreachCases: ["BatchGetItem", "GetItem", "PutItem", "Query", "DeleteItem"] },
  uses: ["headMac", "hash"],
} as const satisfies Grants

/** To find a shipment that was looked up and to copy its references into a case, sealed under the case's own key. */
export const copyReferences = {
  tables: { TrackingRecords: ["BatchGetItem"] },
  indexes: { TrackingRecords: ["byOrderReference"] },
  uses: ["seal"],
} as const satisfies Grants

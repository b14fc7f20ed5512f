import type { FunctionDeployment, Grants } from "./deployment.ts"

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

/** To find parties, those of the parties file and the invited ones. */
export const findParties = { tables: { InvitedParties: ["GetItem"] } } as const satisfies Grants

/** To find parties with what they changed about themselves. */
export const findPartiesWithSettings = {
  tables: { InvitedParties: ["GetItem"], Settings: ["BatchGetItem"] },
} as const satisfies Grants

/** To find the party that calls: by its token, or by the session of the person who acts for it. */
export const findCallers = {
  tables: { ...findParties.tables, Sessions: ["GetItem", "UpdateItem"] },
} as const satisfies Grants

/** To go through all parties. */
export const listParties = {
  tables: { InvitedParties: ["GetItem", "Query"], Settings: ["BatchGetItem"] },
} as const satisfies Grants

/** To change a breach case. */
export const workOnCases = {
  tables: {
    BreachCases: ["BatchGetItem", "GetItem", "PutItem", "Query", "DeleteItem"],
    // What a case says depends on the hours that nobody watched.
    ReportStreams: ["Query"],
  },
  uses: ["headMac", "sign", "hash"],
} as const satisfies Grants

/** To find a shipment that was looked up and to copy its references into a case, sealed under the case's own key. */
export const copyReferences = {
  tables: { TrackingRecords: ["BatchGetItem"] },
  indexes: { TrackingRecords: ["byOrderReference"] },
  uses: ["seal"],
} as const satisfies Grants

/** To note what came of events for the webhooks of parties. */
export const noteDeliveries = {
  tables: {
    ...findPartiesWithSettings.tables,
    WebhookDeliveries: ["BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "UpdateItem"],
  },
} as const satisfies Grants

export const webhookAlarms = {
  WebhookDisabled: {
    sentence: "The webhook of a party was disabled. The party does not receive its events.",
    withinMinutes: 60,
  },
  WebhookFailing: {
    sentence: "The webhook of a party has failed for an hour, or refused an event for three days.",
    withinMinutes: 60,
  },
} as const satisfies FunctionDeployment["alarms"]

/** To find and remove all that the tables hold of a shipment, and to say so. */
export const eraseShipments = {
  tables: {
    Erasures: ["GetItem", "PutItem"],
    TrackingRecords: ["BatchGetItem", "PutItem", "DeleteItem"],
    Disclosures: ["BatchGetItem", "DeleteItem"],
    AccessProfiles: ["GetItem", "UpdateItem"],
    BreachCases: ["BatchGetItem", "DeleteItem", "Query"],
    Statements: ["DeleteItem", "Query"],
  },
  indexes: {
    TrackingRecords: ["byOrderReference"],
    Disclosures: ["byRecord"],
    BreachCases: ["byParty"],
  },
  uses: ["publish", "hash", "sealParties"],
} as const satisfies Grants

import { declareFunction, lateAlerts, mailRefused } from "../deployment.ts"
import { findParties, findPartiesWithSettings } from "../grants.ts"

export const deployment = declareFunction({
  context: "watch",
  description: "Restricts the accessor of an anomaly and publishes the anomaly",
  impact: "Anomalies are found but open no case.",
  stream: { table: "Anomalies", filters: [{ changes: ["INSERT"] }] },
  includes: [findParties],
  tables: {
    Restrictions: ["GetItem", "PutItem"],
    AnnouncedWalkers: ["GetItem", "PutItem"],
    Disclosures: ["BatchGetItem", "Query"],
    Statements: ["BatchWriteItem"],
  },
  indexes: { Disclosures: ["byNetwork", "byPrefix"] },
  uses: ["publish", "unsealTokens"],
  reaches: { files: 99, later: 35 },
  without: {
    // No case alerts people then.
    desk: {
      description:
        "Restricts the accessor of an anomaly, publishes the anomaly, and mails it to the contacts of parties",
      impact: "Anomalies are found but alert nobody.",
      includes: [findPartiesWithSettings],
      uses: ["publish", "unsealTokens", "mail", "hash"],
      // As alert-parties has it, since it mails as many contacts.
      timeoutSeconds: 180,
      alarms: { AlertDelay: lateAlerts, MailRefused: mailRefused },
    },
  },
})

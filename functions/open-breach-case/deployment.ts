import { accessAnomalyDetected } from "../../shared/base/contracts/access-anomaly-detected.ts"
import { breachAtHubStated } from "../../shared/base/contracts/breach-at-hub-stated.ts"
import { breachReported } from "../../shared/base/contracts/breach-reported.ts"
import { declareFunction, lateAlerts } from "../deployment.ts"
import { copyReferences, findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  context: "desk",
  partOf: ["desk"],
  description: "Opens a breach case for an anomaly, a report or a breach at the hub, or extends one",
  impact: "Anomalies and reports open no case.",
  consumes: [breachReported, accessAnomalyDetected, breachAtHubStated],
  includes: [workOnCases, copyReferences, findPartiesWithSettings],
  tables: { Disclosures: ["BatchGetItem", "Query"], Anomalies: ["GetItem"] },
  indexes: { Disclosures: ["byNetwork", "byPrefix", "byBlock", "byToolDay", "byToolAccess", "byToken"] },
  uses: ["publish"],
  alarms: { AlertDelay: lateAlerts },
  timeoutSeconds: 60,
  reaches: { files: 301, later: 13 },
})

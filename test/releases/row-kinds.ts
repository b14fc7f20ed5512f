import type * as z from "zod"
import type { TableName } from "../../functions/tables.ts"
import { sealingKeyRow } from "../../shared/base/platform/sealing.ts"
import { breachCaseItemSchema } from "../../shared/desk/cases/case-rows.ts"
import { requestedDocumentSchema } from "../../shared/desk/documents/requested-document.ts"
import { sentNotice, shopShipment, waitingFulfilment } from "../../shared/intake/adapters/shops/shop-entries.ts"
import { shipmentErasureRow, tombstoneRow } from "../../shared/intake/tracking/erasures.ts"
import { parcelRow, shipmentRow } from "../../shared/intake/tracking/tracking-record.ts"
import { operatorSessionRow } from "../../shared/pages/operator/operator-session.ts"
import { drillRow } from "../../shared/parties/drills/drill.ts"
import { invitedParty } from "../../shared/parties/invitations/invited-party.ts"
import { claimRow, partyChange } from "../../shared/parties/invitations/stored-invited-parties.ts"
import { officerRow, sessionRow } from "../../shared/parties/sessions/session.ts"
import { changedSettings, settingsChange } from "../../shared/parties/settings/stored-settings.ts"
import { endpointRow, webhookAttempt, webhookMessage } from "../../shared/parties/webhooks/webhook-rows.ts"
import { statementRow } from "../../shared/proof/statements/statements.ts"
import { mailedAlertRow } from "../../shared/watch/alerts/mailed-alerts.ts"
import { sentFindingRow } from "../../shared/watch/alerts/sent-findings.ts"
import { announcedWalkerRow } from "../../shared/watch/detection/announcements/announced-walker.ts"
import { anomalyRow } from "../../shared/watch/detection/anomalies/anomaly.ts"
import { decisionNote } from "../../shared/watch/detection/decisions/decision-note.ts"
import { restrictionRow } from "../../shared/watch/detection/restrictions/restriction.ts"
import { retailerProfileRow } from "../../shared/watch/detection/retailers/retailer-profiles.ts"
import { retailerVolumeRow } from "../../shared/watch/detection/retailers/retailer-volumes.ts"
import { challengeFailuresRow } from "../../shared/watch/lookups/guesses/challenge-failures.ts"
import { disclosure } from "../../shared/watch/lookups/ledger/disclosure.ts"
import { closedDayRow, leavesRow, listRow, loggedRow } from "../../shared/watch/lookups/log/log-rows.ts"
import { countRow, reportRow, streamRow } from "../../shared/watch/lookups/reporting/report-streams.ts"

/** Tables whose rows a schema reads. The rows of access profiles have an encoding of their own. */
export type TableWithSchema = Exclude<TableName, "AccessProfiles">

/** The schemas by which today's code reads the rows of a table, by the kind of row. */
export const rowKinds: Readonly<Record<TableWithSchema, Readonly<Record<string, z.ZodType>>>> = {
  TrackingRecords: { shipment: shipmentRow, parcel: parcelRow },
  Disclosures: { disclosure },
  Anomalies: { anomaly: anomalyRow },
  AnnouncedWalkers: { walker: announcedWalkerRow, mailed: mailedAlertRow },
  Restrictions: { restriction: restrictionRow },
  DecisionNotes: { note: decisionNote },
  ChallengeFailures: { counter: challengeFailuresRow },
  RetailerProfiles: { profile: retailerProfileRow },
  RetailerVolumes: { volume: retailerVolumeRow },
  BreachCases: Object.fromEntries(breachCaseItemSchema.options.map((row) => [row.shape.type.value, row])),
  SealingKeys: { key: sealingKeyRow },
  RequestedDocuments: { document: requestedDocumentSchema },
  Settings: { settings: changedSettings, change: settingsChange },
  InvitedParties: { party: invitedParty, change: partyChange, claim: claimRow },
  Drills: { drill: drillRow },
  WebhookDeliveries: { message: webhookMessage, attempt: webhookAttempt, endpoint: endpointRow },
  Erasures: { shipment: shipmentErasureRow, tombstone: tombstoneRow },
  ReportStreams: { report: reportRow, count: countRow, stream: streamRow },
  Statements: {
    logged: loggedRow,
    list: listRow,
    leaves: leavesRow,
    closedDay: closedDayRow,
    finding: sentFindingRow,
    statement: statementRow,
  },
  Sessions: { session: sessionRow, officer: officerRow, operator: operatorSessionRow },
  ShopEntries: { shipment: shopShipment, notice: sentNotice, waiting: waitingFulfilment },
}

/** The kind of a row, among those of its table. */
export function kindOf(table: TableWithSchema, row: Readonly<Record<string, unknown>>): string {
  const kinds = Object.keys(rowKinds[table])
  const [only, ...others] = kinds
  if (table === "Settings") return "changes" in row ? "change" : "settings"
  if (table === "InvitedParties") return "what" in row ? "change" : "inForce" in row ? "claim" : "party"
  if (table === "Sessions" && "operatorId" in row) return "operator"
  if (table === "Sessions") return "sessionKey" in row ? "session" : "officer"
  if (table === "AnnouncedWalkers") return "mailed" in row ? "mailed" : "walker"
  if (table === "WebhookDeliveries")
    return "sealedBody" in row ? "message" : "attemptId" in row ? "attempt" : "endpoint"
  return only !== undefined && others.length === 0 ? only : String(row["type"] ?? row["kind"])
}

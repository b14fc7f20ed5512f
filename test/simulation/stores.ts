import type { TableName } from "../../functions/tables.ts"
import { memoryShopEntries } from "../../shared/adapters/shops/memory-shop-entries.ts"
import { memorySentFindings } from "../../shared/breach-desk/alerts/memory-sent-findings.ts"
import { memoryBreachCases } from "../../shared/breach-desk/cases/memory-breach-cases.ts"
import { memoryDocumentFiles } from "../../shared/breach-desk/documents/memory-document-files.ts"
import { memoryEvidenceFiles } from "../../shared/breach-desk/documents/memory-evidence-files.ts"
import { memoryRequestedDocuments } from "../../shared/breach-desk/documents/memory-requested-documents.ts"
import { memoryAnnouncedWalkers } from "../../shared/detection/announcements/memory-announced-walkers.ts"
import { memoryAnomalies } from "../../shared/detection/anomalies/memory-anomalies.ts"
import { memoryDecisionNotes } from "../../shared/detection/decisions/memory-decision-notes.ts"
import { memoryAccessProfiles } from "../../shared/detection/profiles/memory-access-profiles.ts"
import { memoryRestrictions } from "../../shared/detection/restrictions/memory-restrictions.ts"
import { memoryRetailerProfiles } from "../../shared/detection/retailers/memory-retailer-profiles.ts"
import { memoryRetailerVolumes } from "../../shared/detection/retailers/memory-retailer-volumes.ts"
import { memoryChallengeFailures } from "../../shared/lookups/guesses/memory-challenge-failures.ts"
import { memoryDisclosures } from "../../shared/lookups/ledger/memory-disclosures.ts"
import { memoryDisclosureLog } from "../../shared/lookups/log/memory-disclosure-log.ts"
import { memoryReportStreams } from "../../shared/lookups/reporting/memory-report-streams.ts"
import { memoryDrills } from "../../shared/parties/drills/memory-drills.ts"
import { memoryInvitedParties } from "../../shared/parties/invitations/memory-invited-parties.ts"
import { memorySessions } from "../../shared/parties/sessions/memory-sessions.ts"
import { memorySettings } from "../../shared/parties/settings/memory-settings.ts"
import { memoryWebhookDeliveries } from "../../shared/parties/webhooks/memory-webhook-deliveries.ts"
import { memorySealingKeys } from "../../shared/platform/memory-sealing-keys.ts"
import type { Interrupt, Observable } from "../../shared/platform/memory-table.ts"
import { memoryStatements } from "../../shared/statements/memory-statements.ts"
import { memoryErasures } from "../../shared/tracking/memory-erasures.ts"
import { memoryTrackingRows } from "../../shared/tracking/memory-tracking-rows.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import { memoryDataKeys } from "../doubles/sealing.ts"

/** The stores of all functions, in memory. Each container seals and unseals with a sealer of its own. */
export type Stores = ReturnType<typeof makeStores>

export function makeStores(options: { interrupt: Interrupt; now: () => Date }) {
  const { interrupt } = options
  return {
    trackingRecords: memoryTrackingRows(interrupt),
    disclosures: memoryDisclosures({ interrupt }),
    accessProfiles: memoryAccessProfiles({ interrupt }),
    anomalies: memoryAnomalies({ interrupt }),
    announcedWalkers: memoryAnnouncedWalkers({ interrupt }),
    restrictions: memoryRestrictions({ interrupt }),
    decisionNotes: memoryDecisionNotes({ interrupt }),
    challengeFailures: memoryChallengeFailures({ interrupt }),
    retailerProfiles: memoryRetailerProfiles({ interrupt }),
    retailerVolumes: memoryRetailerVolumes({ interrupt }),
    breachCases: memoryBreachCases({ interrupt }),
    sealingKeys: memorySealingKeys(interrupt),
    requestedDocuments: memoryRequestedDocuments(interrupt),
    settings: memorySettings(interrupt),
    invitedParties: memoryInvitedParties(interrupt),
    drills: memoryDrills(interrupt),
    webhookDeliveries: memoryWebhookDeliveries(interrupt),
    erasures: memoryErasures(interrupt),
    shopEntries: memoryShopEntries(interrupt),
    reportStreams: memoryReportStreams(interrupt),
    sessions: memorySessions(interrupt),
    disclosureLog: memoryDisclosureLog(interrupt),
    sentFindings: memorySentFindings(interrupt),
    statements: memoryStatements(interrupt),
    documentFiles: memoryDocumentFiles(interrupt),
    evidenceFiles: memoryEvidenceFiles(),
    dataKeys: memoryDataKeys(),
    hashes: testKeyedHash(undefined, options.now),
  }
}

/** The tables by their names, with their rows and changes. */
export function tablesOf(stores: Stores): Readonly<Record<TableName, Observable<object>>> {
  return {
    TrackingRecords: stores.trackingRecords,
    Disclosures: stores.disclosures,
    AccessProfiles: stores.accessProfiles,
    Anomalies: stores.anomalies,
    AnnouncedWalkers: stores.announcedWalkers,
    Restrictions: stores.restrictions,
    DecisionNotes: stores.decisionNotes,
    ChallengeFailures: stores.challengeFailures,
    RetailerProfiles: stores.retailerProfiles,
    RetailerVolumes: stores.retailerVolumes,
    BreachCases: stores.breachCases,
    SealingKeys: stores.sealingKeys,
    RequestedDocuments: stores.requestedDocuments,
    Settings: stores.settings,
    InvitedParties: stores.invitedParties,
    Drills: stores.drills,
    WebhookDeliveries: stores.webhookDeliveries,
    Erasures: stores.erasures,
    ShopEntries: stores.shopEntries,
    ReportStreams: stores.reportStreams,
    Sessions: stores.sessions,
    Statements: together(stores.disclosureLog, stores.sentFindings, stores.statements),
  }
}

/** Several stores of one table. */
function together(...stores: readonly Observable<object>[]): Observable<object> {
  return {
    rows: () => stores.flatMap((store) => store.rows()),
    onChange(listener) {
      const stops = stores.map((store) => store.onChange(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

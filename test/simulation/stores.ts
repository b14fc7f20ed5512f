import type { TableName } from "../../functions/tables.ts"
import { memorySealingKeys } from "../base/platform/memory-stores.ts"
import { memoryDocumentFiles } from "../desk/documents/memory-document-files.ts"
import { memoryEvidenceFiles } from "../desk/documents/memory-evidence-files.ts"
import { memoryBreachCases, memoryRequestedDocuments, memorySentFindings } from "../desk/memory-stores.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import { memoryDataKeys } from "../doubles/sealing.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"
import type { MemoryTable } from "../dynamo/memory-table.ts"
import { memoryShopEntries } from "../intake/adapters/memory-stores.ts"
import { memoryErasures, memoryTrackingRows } from "../intake/tracking/memory-stores.ts"
import {
  memoryDrills,
  memoryInvitedParties,
  memorySessions,
  memorySettings,
  memoryWebhookDeliveries,
} from "../parties/memory-stores.ts"
import { memoryStatements } from "../proof/statements/memory-stores.ts"
import {
  memoryAccessProfiles,
  memoryAnnouncedWalkers,
  memoryAnomalies,
  memoryDecisionNotes,
  memoryRestrictions,
  memoryRetailerProfiles,
  memoryRetailerVolumes,
} from "../watch/detection/memory-stores.ts"
import {
  memoryChallengeFailures,
  memoryDisclosureLog,
  memoryDisclosures,
  memoryReportStreams,
} from "../watch/lookups/memory-stores.ts"

/** The stores of all functions, in memory. Each container seals and unseals with a sealer of its own. */
export type Stores = ReturnType<typeof makeStores>

export function makeStores(options: { interrupt: Interrupt; now: () => Date }) {
  const { interrupt } = options
  return {
    trackingRecords: memoryTrackingRows(interrupt),
    disclosures: memoryDisclosures(interrupt),
    accessProfiles: memoryAccessProfiles(interrupt),
    anomalies: memoryAnomalies(interrupt),
    announcedWalkers: memoryAnnouncedWalkers(interrupt),
    restrictions: memoryRestrictions(interrupt),
    decisionNotes: memoryDecisionNotes(interrupt),
    challengeFailures: memoryChallengeFailures(interrupt),
    retailerProfiles: memoryRetailerProfiles(interrupt),
    retailerVolumes: memoryRetailerVolumes(interrupt),
    breachCases: memoryBreachCases(interrupt),
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

/** The items of each table by its name. Stores that share a deployed table have one of their own here. */
export function itemsOf(stores: Stores): Readonly<Record<TableName, readonly MemoryTable[]>> {
  const of = (...some: readonly { readonly over: { readonly items: MemoryTable } }[]) =>
    some.map(({ over }) => over.items)
  return {
    TrackingRecords: of(stores.trackingRecords),
    Disclosures: of(stores.disclosures),
    AccessProfiles: of(stores.accessProfiles),
    Anomalies: of(stores.anomalies),
    AnnouncedWalkers: of(stores.announcedWalkers),
    Restrictions: of(stores.restrictions),
    DecisionNotes: of(stores.decisionNotes),
    ChallengeFailures: of(stores.challengeFailures),
    RetailerProfiles: of(stores.retailerProfiles),
    RetailerVolumes: of(stores.retailerVolumes),
    BreachCases: of(stores.breachCases),
    SealingKeys: of(stores.sealingKeys),
    RequestedDocuments: of(stores.requestedDocuments),
    Settings: of(stores.settings),
    InvitedParties: of(stores.invitedParties),
    Drills: of(stores.drills),
    WebhookDeliveries: of(stores.webhookDeliveries),
    Erasures: of(stores.erasures),
    ShopEntries: of(stores.shopEntries),
    ReportStreams: of(stores.reportStreams),
    Sessions: of(stores.sessions),
    Statements: of(stores.disclosureLog, stores.sentFindings, stores.statements),
  }
}

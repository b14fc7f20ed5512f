import type { TableName } from "../../../functions/tables.ts"
import type { ErasurePart } from "../../../shared/base/contracts/part-of-erasure.ts"
import { anomalyDays, detectorMemoryDays, ledgerMonths } from "../../../shared/base/contracts/retention.ts"
import { shipmentDays, waitingDays } from "../../../shared/intake/adapters/shops/shop-entries.ts"
import { daysKeptAfterDelivery, daysKeptAfterLastEvent } from "../../../shared/intake/tracking/tracking-record.ts"
import { officerDays } from "../../../shared/parties/sessions/session.ts"
import { daysKept as webhookDays } from "../../../shared/parties/webhooks/webhook-rows.ts"
import { keptLongerSeconds } from "../../../shared/watch/lookups/log/log-rows.ts"
import { arrivalDays, streamDays } from "../../../shared/watch/lookups/reporting/kept-rows.ts"

/** What rests in one place, and in which form personal data is there. */
export type Stored = { readonly holds: string; readonly form: string }

/**
 * What rests in a table: until when rows stay that expire, and what the rows are that do not. A test compares both with
 * the schemas of the rows.
 */
export type StoredInTable = Stored & {
  readonly until?: string
  readonly stays?: string
  /**
   * What becomes of what it has of a shipment that is erased: parts of the receipt, which the declaration of a context
   * finds and removes, or `expires`: an erasure does not reach it. `nothing`: it has nothing of a shipment. A test
   * compares this with the schemas of the rows, with what contexts declare, and with what functions may remove.
   */
  readonly ofErased: readonly ErasurePart[] | "expires" | "nothing"
}

const keyed = "keyed hashes"

/** Every table has to be described here: a new one does not compile without. */
export const storedInTables: Readonly<Record<TableName, StoredInTable>> = {
  TrackingRecords: {
    holds: "shipments of retailers and parcels of carriers: ids, phases, times, region",
    form: `order reference, tracking number, postal code, house number and link as ${keyed}; order reference and tracking number also sealed; twelve bits of a keyed hash of the delivery point`,
    until: `${daysKeptAfterDelivery} days after delivery, or ${daysKeptAfterLastEvent} days after the last event`,
    ofErased: ["shipment", "parcel"],
  },
  Disclosures: {
    holds: "the ledger: which fields of which shipment a lookup showed, when, by which proof, to which visitor",
    form: `visitor and network as ${keyed}; the shipment under the id that its retailer gave it; names of fields, and no value of one`,
    until: `${ledgerMonths} months`,
    ofErased: ["ledgerEntries"],
  },
  AccessProfiles: {
    holds: "what the detector remembers of visitors and networks",
    form: `visitors and references as ${keyed}; blinded places of numbers`,
    until: `${detectorMemoryDays} days`,
    ofErased: ["accessProfileEntries"],
  },
  Anomalies: {
    holds: "findings: score, tool, time, and the keys of what was looked up",
    form: keyed,
    until: `${anomalyDays} days`,
    ofErased: "nothing",
  },
  AnnouncedWalkers: {
    holds: "which walker was announced to whom, and without the desk which contacts were mailed",
    form: keyed,
    until: "7 days",
    ofErased: "nothing",
  },
  Restrictions: {
    holds: "visitors and networks that are refused, and the token that their carrier gave them",
    form: `${keyed}; the token sealed`,
    until: "30 days after the refusal ends",
    ofErased: "nothing",
  },
  DecisionNotes: {
    holds: "which restriction a carrier was told of, and when",
    form: "none",
    until: "7 days",
    ofErased: "nothing",
  },
  ChallengeFailures: { holds: "counts of wrong proofs", form: keyed, until: "2 days", ofErased: "expires" },
  RetailerProfiles: {
    holds: "what the detector knows of a retailer's numbers and ordinary traffic",
    form: "none: sums over all visitors",
    stays: "all: what the detector learned of each retailer",
    ofErased: "nothing",
  },
  RetailerVolumes: {
    holds: "lookups of a retailer in each ten minutes",
    form: "none: sums",
    until: "40 days",
    ofErased: "nothing",
  },
  BreachCases: {
    holds:
      "cases: parties, duties, facts, measures, exposures, timelines, receipts, private notes and drafts, names of files of evidence",
    form: `order references and tracking numbers sealed under a key of the case; visitors as ${keyed}; shipments under the ids that their retailers gave them; notes, drafts and names of files sealed under a key of the party; texts of facts as an officer wrote them, which reports leave out if they seem to hold personal data`,
    until: "answers to commands 30 days, drafts 14",
    stays:
      "cases with all that they hold, the register of breaches, because laws ask for one for years; private notes, and names of files of evidence",
    ofErased: ["caseEvidence"],
  },
  SealingKeys: {
    holds: "the data keys with which references, tokens and parties' papers are sealed",
    form: "none: keys, encrypted under the sealing key in KMS",
    stays: "all: without them, nothing sealed can be read again",
    ofErased: "nothing",
  },
  Drills: { holds: "drills of alerts, and who acknowledged", form: "none", until: "30 days", ofErased: "nothing" },
  RequestedDocuments: { holds: "which documents a party asked for", form: "none", until: "a day", ofErased: "nothing" },
  Settings: {
    holds: "what parties changed about themselves, and each change",
    form: "e-mail addresses of a party's contacts, and networks of its heavy readers, as entered; address and secret of a webhook sealed",
    stays: "all, and with each change what was there before: so contacts that were taken out too",
    ofErased: "nothing",
  },
  InvitedParties: {
    holds: "parties that were invited: what the parties file has of others",
    form: "contacts of a party as entered; an invitation as the hash of its token",
    stays: "all: invited parties, their claims of names and accounts, and each change",
    ofErased: "nothing",
  },
  WebhookDeliveries: {
    holds: "redacted events for webhooks, and attempts to deliver them",
    form: "events sealed under a key of the party",
    until: `${webhookDays} days`,
    stays: "how an endpoint does: whether it fails or is disabled",
    ofErased: "expires",
  },
  Erasures: {
    holds: "receipts of erasures, and what keeps late events out",
    form: `the shipment as ${keyed}; its id, tracking number and keys sealed under a key of the retailer`,
    until: "about 14 months after it last changed; a case may hold the shipment until then",
    ofErased: "expires",
  },
  ShopEntries: {
    holds: "of a connected shop: which order is which shipment",
    form: `orders and shop as ${keyed}; a fulfilment whose carrier is not set, sealed`,
    until: `${shipmentDays} days; a waiting fulfilment ${waitingDays} days`,
    ofErased: "expires",
  },
  ReportStreams: {
    holds: "numbers and counts of carriers' reports, and interruptions",
    form: "the ids of lookups as one keyed hash",
    until: `${arrivalDays} days; what the hub knows of a program, ${streamDays} days`,
    ofErased: "nothing",
  },
  Sessions: {
    holds: "sessions of officers and operators, and the names of officers",
    form: "the cookie as a hash; a person under an opaque id; the name sealed under a key of the party",
    until: `a session 12 hours; a name ${officerDays} days after the last sign-in`,
    ofErased: "nothing",
  },
  Statements: {
    holds: "the statement of each day for each party, and the log of the ledger by party and day, with its leaves",
    form: "entries as the ledger has them; in lists and leaves, which stay, keyed hashes alone",
    until: `the log ${ledgerMonths} months and ${keptLongerSeconds / 86_400} days`,
    stays: "statements",
    ofErased: ["logEntries"],
  },
}

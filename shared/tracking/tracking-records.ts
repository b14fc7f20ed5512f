import type { ReferenceFormat } from "../parties/party.ts"
import type { TrackingRecord } from "./joined-record.ts"
import type { RedactedShipment } from "./redaction.ts"
import type { Progress, ShipmentCreation } from "./tracking-record.ts"

/** How a record is asked for. Values are taken as typed; they are put in their one form and hashed here. */
export type RecordReference =
  | {
      by: "orderReference"
      retailer: { id: string; referenceFormat?: ReferenceFormat | undefined }
      orderReference: string
    }
  | { by: "trackingNumber"; carrierId: string; trackingNumber: string }
  | { by: "linkToken"; linkTokenDigest: string }
  | { by: "shipmentId"; retailerId: string; shipmentId: string }
  | { by: "recordId"; recordId: string }
  | { by: "orderReferenceKey"; orderReferenceKey: string }

/** `quarantined`: the parcel is another shipment's; to be answered like a success. `stale`: later news was known already. */
export type RecordOutcome = "recorded" | "duplicate" | "stale" | "quarantined"

/** Raw values of one telling; hashed or sealed by the store, kept nowhere else. */
export type ToldNumber = { trackingNumber: string; at: string; eventKey: string }

export type ToldCreationEvent = {
  shipment: RedactedShipment
  occurredAt: string
  eventKey: string
  orderReference: string
  trackingNumber?: string | undefined
  /** Whether what is known already says the same as this telling. */
  repeats: (known: ShipmentCreation) => boolean
}

/**
 * The tracking records. Every operation may be repeated and may come in any order; the outcome is the same (except of two contradicting
 * tellings: there the first one holds). A shipment names a parcel if and only if that parcel's claim names the shipment.
 */
export type TrackingRecords = {
  /** Takes in `ShipmentCreated`; `conflict` when the shipment was told differently before, and then nothing changes. */
  recordCreation(told: ToldCreationEvent): Promise<RecordOutcome | "conflict">
  /** Takes in `TrackingNumberAssigned`, even before the shipment itself is told. */
  recordNumber(shipment: { retailerId: string; shipmentId: string }, told: ToldNumber): Promise<RecordOutcome>
  recordCancellation(shipment: { retailerId: string; shipmentId: string }, at: string): Promise<RecordOutcome>
  /** Takes in what a carrier tells of a parcel, claimed or not. */
  recordProgress(parcel: { carrierId: string; trackingNumber: string }, told: Progress): Promise<RecordOutcome>

  /** Finds what several references name: one list for each, in their order. Expired records are not found. */
  find(references: readonly RecordReference[]): Promise<TrackingRecord[][]>
  /** All shipments of one order. */
  byOrderReference(
    retailer: { id: string; referenceFormat?: ReferenceFormat | undefined },
    orderReference: string,
  ): Promise<TrackingRecord[]>
  byTrackingNumber(carrierId: string, trackingNumber: string): Promise<TrackingRecord | undefined>
  /** The one shipment that a link token opens, by the base64url SHA-256 of the token. */
  byLinkDigest(linkTokenDigest: string): Promise<TrackingRecord | undefined>
  byShipmentId(retailerId: string, shipmentId: string): Promise<TrackingRecord | undefined>
}

/** Other writers were at the same record again and again; a retry of the event mends it. */
export class RecordContended extends Error {
  override name = "RecordContended"
  constructor() {
    super("A tracking record was written by others at the same time, too often in a row")
  }
}

import type { ReferenceFormat } from "../../parties/party.ts"
import type { TrackingRecord } from "./joined-record.ts"
import type { NamedShipper } from "./parcel-claims.ts"
import type { RecordTraces } from "./record-traces.ts"
import type { RedactedShipment } from "./redaction.ts"
import type { Progress, ShipmentCreation } from "./tracking-record.ts"

/** How a record is found. Callers give values as typed. The store normalises and hashes them. */
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

/**
 * `contested`: the shipment claims a parcel that another retailer has. It is answered like a success. `stale`: a later
 * event was already known. `erased`: its retailer had the shipment erased, so nothing is recorded.
 */
export type RecordOutcome = "recorded" | "duplicate" | "stale" | "contested" | "erased"

/**
 * `limit`: too many shipments of the retailer share the parcel. `revealing`: the tracking number holds the order
 * reference. In both cases nothing changes. `numberConflict`: the shipment has another number of the same time. One of
 * the two counts, the same one in any order of arrival.
 */
export type NumberOutcome = RecordOutcome | "limit" | "revealing" | "numberConflict"

/** `conflict`: the creation contradicts an earlier one. Nothing changes. */
export type CreationOutcome = NumberOutcome | "conflict"

/** Raw values of one event. The store hashes or seals them. Nothing stores them raw. */
export type AssignedNumber = { trackingNumber: string; at: string; eventKey: string; isOwnNumber?: IsOwnNumber }

/** Whether a carrier's number is the retailer's by its form, as the carrier gave it out. */
export type IsOwnNumber = (number: { carrierId: string; trackingNumber: string }) => boolean

export type CreationEvent = {
  shipment: RedactedShipment
  occurredAt: string
  eventKey: string
  orderReference: string
  trackingNumber?: string | undefined
  isOwnNumber?: IsOwnNumber | undefined
  /** Whether the known creation has the same content as this event. */
  repeats: (known: ShipmentCreation) => boolean
}

/**
 * The tracking records. Operations may repeat and may come in any order. The outcome is the same. If two creations
 * contradict each other, the first one counts. A shipment names a parcel, as its own or as one that it waits for, if
 * and only if that parcel's claims name the shipment.
 */
export type TrackingRecords = {
  /** Records `ShipmentCreated`. */
  recordCreation(reported: CreationEvent): Promise<CreationOutcome>
  /** Records `TrackingNumberAssigned`, even before `ShipmentCreated`. */
  recordNumber(shipment: { retailerId: string; shipmentId: string }, reported: AssignedNumber): Promise<NumberOutcome>
  recordCancellation(shipment: { retailerId: string; shipmentId: string }, at: string): Promise<NumberOutcome>
  /** Records what a carrier sends about a parcel, claimed or not. */
  recordProgress(parcel: { carrierId: string; trackingNumber: string }, reported: Progress): Promise<RecordOutcome>
  /** Records which retailer shipped a parcel, as its carrier says. The parcel is then that retailer's. */
  recordShipper(parcel: { carrierId: string; trackingNumber: string }, named: NamedShipper): Promise<RecordOutcome>
  /** By what the traces of a shipment are found that are its alone. Undefined for a shipment that is not known. */
  tracesOf(shipment: { retailerId: string; shipmentId: string }): Promise<RecordTraces | undefined>
  /**
   * Removes a shipment, and its parcel if no other shipment claims it.
   * @param parcelId the parcel that the shipment had
   */
  erase(shipment: { retailerId: string; shipmentId: string }, parcelId: string | undefined): Promise<void>

  /**
   * Finds the records of several references, without expired ones. Returns one list for each reference, in their order.
   */
  find(references: readonly RecordReference[]): Promise<TrackingRecord[][]>
  /** All shipments of one order. */
  byOrderReference(
    retailer: { id: string; referenceFormat?: ReferenceFormat | undefined },
    orderReference: string,
  ): Promise<TrackingRecord[]>
  /** The parcel with the first of the shipments that have it. */
  byTrackingNumber(carrierId: string, trackingNumber: string): Promise<TrackingRecord | undefined>
  /** The one shipment that a link token opens, by the base64url SHA-256 of the token. */
  byLinkDigest(linkTokenDigest: string): Promise<TrackingRecord | undefined>
  byShipmentId(retailerId: string, shipmentId: string): Promise<TrackingRecord | undefined>
}

/** Other writers kept changing the record. A later retry of the event can succeed. */
export class RecordContended extends Error {
  override name = "RecordContended"
  constructor() {
    super("Other writers kept changing the tracking record")
  }
}

import { derivedId } from "../contracts/envelope.ts"
import { redactedShipmentCreated } from "../contracts/shipment-created.ts"
import { redactedShipmentDelivered } from "../contracts/shipment-delivered.ts"
import { redactedShipmentProgressed } from "../contracts/shipment-progressed.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../parties/channels/event-publisher.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { Sealer } from "../platform/sealing.ts"
import { shipmentRecordId } from "./record-ids.ts"
import { isTold, type ParcelRow, type ShipmentRow, statusOf, type TrackingRow } from "./tracking-record.ts"

/** What a write did to a tracking record. */
export type TrackingChange = { before?: TrackingRow | undefined; after?: TrackingRow | undefined }

/**
 * Tells the other party what became of a record, redacted: the carrier, that a parcel of its is in the exchange; the retailer, how its
 * shipment gets on. Ids are derived from what is told, so that a repeated change repeats the same events.
 */
export function makeRelayTracking(options: {
  publisher: EventPublisher
  parties: PartyDirectory
  sealer: Pick<Sealer, "unseal">
}): (change: TrackingChange) => Promise<string> {
  const { publisher, parties, sealer } = options

  async function toCarrier(before: ShipmentRow | undefined, after: ShipmentRow): Promise<OutgoingEvent[]> {
    if (!isTold(after) || after.parcelId === undefined || after.parcelId === before?.parcelId) return []
    const retailer = parties.retailerById(after.retailerId)
    const trackingNumber = await sealer.unseal(
      `party#${after.retailerId}`,
      after.recordId,
      "trackingNumber",
      after.sealedTrackingNumber ?? "",
    )
    if (trackingNumber === undefined || retailer === undefined) return []
    return [
      outgoing(
        redactedShipmentCreated,
        { trackingNumber, ...(retailer.discreet ? {} : { retailerAlias: retailer.alias }) },
        {
          id: derivedId("relay-created", after.recordId, after.parcelId),
          occurredAt: after.creation.createdAt,
          correlationId: derivedId("relay-parcel", after.parcelId),
          audience: after.creation.carrierId,
        },
      ),
    ]
  }

  function toRetailer(before: ParcelRow | undefined, after: ParcelRow): OutgoingEvent[] {
    const { claimedBy } = after
    if (claimedBy === undefined) return []
    const { retailerId, shipmentId } = claimedBy
    if (parties.retailerById(retailerId) === undefined) return []
    // What was known while the parcel was nobody's, or another shipment's, was never told to this retailer.
    const recordId = shipmentRecordId(retailerId, shipmentId)
    const told =
      before?.claimedBy?.shipmentId === shipmentId && before.claimedBy.retailerId === retailerId ? before : undefined
    const metadata = (occurredAt: string, ...what: readonly string[]) => ({
      id: derivedId("relay-progress", recordId, after.recordId, ...what),
      occurredAt,
      correlationId: derivedId("relay-shipment", recordId),
      audience: retailerId,
    })
    const events: OutgoingEvent[] = []
    const { deliveredAt, signatoryRecorded } = after
    if (
      deliveredAt !== undefined &&
      (deliveredAt !== told?.deliveredAt || signatoryRecorded !== told.signatoryRecorded)
    ) {
      events.push(
        outgoing(
          redactedShipmentDelivered,
          { shipmentId, deliveredAt, signatoryRecorded },
          metadata(deliveredAt, "delivered", deliveredAt, String(signatoryRecorded)),
        ),
      )
    }
    const now = statusOf(after)
    if (now !== undefined && now.status !== "delivered" && (now.status !== told?.status || now.at !== told.statusAt)) {
      const { status, at } = now
      events.push(outgoing(redactedShipmentProgressed, { shipmentId, status, at }, metadata(at, status, at)))
    }
    return events
  }

  return async ({ before, after }) => {
    let events: OutgoingEvent[] = []
    if (after?.kind === "shipment") events = await toCarrier(ofKind("shipment", before), after)
    if (after?.kind === "parcel") events = toRetailer(ofKind("parcel", before), after)
    if (events.length === 0) return "unchanged"
    await publisher.publish(events)
    return "relayed"
  }
}

function ofKind<Kind extends TrackingRow["kind"]>(
  kind: Kind,
  row: TrackingRow | undefined,
): Extract<TrackingRow, { kind: Kind }> | undefined {
  return row !== undefined && isKind(kind, row) ? row : undefined
}

function isKind<Kind extends TrackingRow["kind"]>(
  kind: Kind,
  row: TrackingRow,
): row is Extract<TrackingRow, { kind: Kind }> {
  return row.kind === kind
}

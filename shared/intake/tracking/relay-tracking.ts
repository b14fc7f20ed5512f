import { claimAnswered } from "../../base/contracts/claim-answered.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import { redactedShipmentCreated } from "../../base/contracts/shipment-created.ts"
import { redactedShipmentDelivered } from "../../base/contracts/shipment-delivered.ts"
import { redactedShipmentProgressed } from "../../base/contracts/shipment-progressed.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { answerTo, claimantOf, type ParcelClaim, receivesProgress } from "./parcel-claims.ts"
import { shipmentRecordId } from "./record-ids.ts"
import { isCreated, type ParcelRow, type ShipmentRow, statusOf, type TrackingRow } from "./tracking-record.ts"

/** A tracking record before and after a write. */
export type TrackingChange = { before?: TrackingRow | undefined; after?: TrackingRow | undefined }

type RelayTools = { parties: PartyDirectory; sealer: Pick<Sealer, "unseal"> }

/**
 * What a change of a record comes to for the other party, redacted. The carrier receives an event when a shipment has
 * one of its parcels. The retailers receive the answers to their claims, and the progress of their shipments once their
 * claim is confirmed. Event ids are derived from the content, so a repeated change repeats the same events.
 */
export function makeRelayTracking(tools: RelayTools): (change: TrackingChange) => Promise<OutgoingEvent[]> {
  return async ({ before, after }) => {
    if (after?.kind === "shipment") return forCarrier(tools, ofKind("shipment", before), after)
    if (after?.kind === "parcel") return forRetailers(tools.parties, ofKind("parcel", before), after)
    return []
  }
}

async function forCarrier(
  { parties, sealer }: RelayTools,
  before: ShipmentRow | undefined,
  after: ShipmentRow,
): Promise<OutgoingEvent[]> {
  if (!isCreated(after) || after.parcelId === undefined || after.parcelId === before?.parcelId) return []
  const { retailerId, recordId, parcelId, creation, sealedTrackingNumber = "" } = after
  const retailer = await parties.retailerById(retailerId)
  const trackingNumber = await sealer.unseal(`party#${retailerId}`, recordId, "trackingNumber", sealedTrackingNumber)
  if (trackingNumber === undefined || retailer === undefined) return []
  const data = { trackingNumber, ...(retailer.discreet ? {} : { retailerAlias: retailer.alias }) }
  return [
    outgoing(redactedShipmentCreated, data, {
      id: derivedId("relay-created", recordId, parcelId),
      occurredAt: creation.createdAt,
      belongsTo: parcelId,
      audience: creation.carrierId,
    }),
  ]
}

async function forRetailers(
  parties: PartyDirectory,
  before: ParcelRow | undefined,
  after: ParcelRow,
): Promise<OutgoingEvent[]> {
  const known = await parties.byIds(after.claims.map(({ retailerId }) => retailerId))
  const claims = after.claims.filter(({ retailerId }) => known.get(retailerId)?.kind === "retailer")
  const receiving = claims.filter((claim) => receivesProgress(claim, after))
  return [
    ...claims.flatMap((claim) => answerOf(claim, before, after)),
    ...receiving.flatMap((claim) => {
      // Before this shipment had the parcel, or while its progress was held, its retailer received no events about it.
      const published = before !== undefined && receivesProgress(claim, before) ? before : undefined
      return [...deliveryOf({ ...claim, published }, after), ...progressOf({ ...claim, published }, after)]
    }),
  ]
}

/** Publishes what has become of a claim. */
function answerOf(claim: ParcelClaim, before: ParcelRow | undefined, after: ParcelRow): OutgoingEvent[] {
  const { retailerId, shipmentId, numberedAt } = claim
  const answer = answerTo(after, claim)
  const known = before?.claims.find((one) => claimantOf(one) === claimantOf(claim))
  if (before !== undefined && known?.numberedAt === numberedAt && answerTo(before, claim) === answer) return []
  const occurredAt = after.shipper?.at ?? numberedAt
  const content = [after.recordId, numberedAt, answer, occurredAt]
  const metadata = { occurredAt, ...addressed(retailerId, shipmentId, content) }
  return [outgoing(claimAnswered, { shipmentId, numberedAt, answer }, metadata)]
}

/** A shipment with a parcel, and what its retailer has already received about it. */
type Claimed = { retailerId: string; shipmentId: string; published: ParcelRow | undefined }

function deliveryOf({ retailerId, shipmentId, published }: Claimed, after: ParcelRow): OutgoingEvent[] {
  const { deliveredAt, signatoryRecorded } = after
  if (deliveredAt === undefined) return []
  if (deliveredAt === published?.deliveredAt && signatoryRecorded === published.signatoryRecorded) return []
  const content = ["delivered", deliveredAt, String(signatoryRecorded)]
  const metadata = { occurredAt: deliveredAt, ...addressed(retailerId, shipmentId, [after.recordId, ...content]) }
  return [outgoing(redactedShipmentDelivered, { shipmentId, deliveredAt, signatoryRecorded }, metadata)]
}

function progressOf({ retailerId, shipmentId, published }: Claimed, after: ParcelRow): OutgoingEvent[] {
  const now = statusOf(after)
  if (now === undefined || now.status === "delivered") return []
  if (now.status === published?.status && now.at === published.statusAt) return []
  const { status, at } = now
  const metadata = { occurredAt: at, ...addressed(retailerId, shipmentId, [after.recordId, status, at]) }
  return [outgoing(redactedShipmentProgressed, { shipmentId, status, at }, metadata)]
}

function addressed(retailerId: string, shipmentId: string, content: readonly string[]) {
  const recordId = shipmentRecordId(retailerId, shipmentId)
  return {
    id: derivedId("relay-progress", recordId, ...content),
    belongsTo: recordId,
    audience: retailerId,
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

import type { DataOf, EventContract, EventEntry, ProducerDataOf } from "../../../base/contracts/define-event.ts"
import { derivedId, derivedPartyEventId } from "../../../base/contracts/envelope.ts"
import type { shipmentCreated } from "../../../base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../base/contracts/shipment-progressed.ts"
import type { TestBehaviour } from "../../../base/contracts/test-references.ts"
import { type TrackingAccess, trackingAccessed } from "../../../base/contracts/tracking-accessed.ts"
import type { Party, ReferenceFormat, Retailer } from "../../../parties/party.ts"
import { eventSource, shipperOf } from "../../../parties/party-directory.ts"
import { formatOrderReference, parseOrdinal } from "../order-reference.ts"

/** A shipment with a test reference, and who takes part. */
export type TestShipment = {
  readonly retailer: Retailer
  readonly carrier: Party
  readonly data: DataOf<typeof shipmentCreated> & { readonly trackingNumber: string }
  /** When the hub received it. ISO. */
  readonly receivedAt: string
}

/** Enough for every retailer: the detector alerts after about five. */
const walkedReferences = 12
const secondsBetweenLookups = 3

/**
 * What the carrier would send about a shipment with a test reference, as entries for the ingress bus. The same shipment
 * gives the same events, so a repeat has no effect.
 */
export function playedEvents(behaviour: TestBehaviour, shipment: TestShipment, busName: string): EventEntry[] {
  const { carrier, data, receivedAt } = shipment
  const { trackingNumber } = data
  const entry = <Contract extends EventContract>(contract: Contract, given: ProducerDataOf<Contract>): EventEntry =>
    contract.entry({
      source: eventSource(carrier),
      busName,
      data: given,
      metadata: {
        id: derivedPartyEventId("test-reference", shipment.retailer.id, data.shipmentId, contract.detailType),
        occurredAt: receivedAt,
        correlationId: derivedPartyEventId("test-reference", shipment.retailer.id, data.shipmentId),
      },
    })
  const shipper = shipperOf(shipment.retailer, carrier.id)
  const progressed = (status: "in-transit" | "exception"): EventEntry =>
    entry(shipmentProgressed, { trackingNumber, status, at: receivedAt, ...(shipper === undefined ? {} : { shipper }) })
  switch (behaviour) {
    case "delivered":
      return [
        progressed("in-transit"),
        entry(shipmentDelivered, { trackingNumber, deliveredAt: receivedAt, signatory: "T. Example" }),
      ]
    case "exception":
      return [progressed("exception")]
    case "walk":
      return [progressed("in-transit"), entry(trackingAccessed, { accesses: walkPast(shipment) })]
  }
}

/** One visitor looks up the shipment's order and the ones after it, without proof. */
function walkPast({ retailer, data, receivedAt }: TestShipment): TrackingAccess[] {
  const until = Date.parse(receivedAt)
  const mark = Buffer.from(derivedId("test-walk", retailer.id, data.shipmentId), "base64url").toString("hex")
  const startedAt = new Date(until - (walkedReferences + 1) * secondsBetweenLookups * 1_000).toISOString()
  return referencesFrom(data.orderReference, retailer.referenceFormat).map((orderReference, place) => ({
    accessId: `test_${mark}x${place}`,
    at: new Date(until - (walkedReferences - place) * secondsBetweenLookups * 1_000).toISOString(),
    reference: { kind: "orderReference", retailerAlias: retailer.alias, orderReference },
    accessor: {
      kind: "raw",
      ip: documentationAddress(mark),
      session: `test-walk-${mark}`,
      sessionStartedAt: startedAt,
      userAgent:
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    },
    accessorToken: `test_${mark}`,
    outcome: place === 0 ? "hit" : "miss",
    proof: "none",
    fields: place === 0 ? ["existence", "phase", "delivery-date", "postal-code"] : [],
  }))
}

/** The order itself, and then consecutive ones, from a free place if the order has none. */
function referencesFrom(own: string, format: ReferenceFormat | undefined): readonly string[] {
  const others = walkedReferences - 1
  if (format === undefined) return [own, ...Array.from({ length: others }, (_, place) => `TEST-${own}-${place}`)]
  const last = 10 ** Math.min(format.digits, 12) - 1
  const ordinal = Math.min(parseOrdinal(own, format) ?? last, last - others)
  return [own, ...Array.from({ length: others }, (_, place) => formatOrderReference(ordinal + place + 1, format))]
}

/** An address of 2001:db8::/32, which is for documentation (RFC 3849): another /64 for each walk, and nobody's. */
function documentationAddress(mark: string): string {
  return `2001:db8:${mark.slice(0, 4)}:${mark.slice(4, 8)}::1`
}

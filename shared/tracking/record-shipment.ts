import type { Problem } from "../contracts/problem.ts"
import type { shipmentCancelled } from "../contracts/shipment-cancelled.ts"
import type { shipmentCreated } from "../contracts/shipment-created.ts"
import type { trackingNumberAssigned } from "../contracts/tracking-number-assigned.ts"
import type { Retailer } from "../parties/party.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { type Handled, type ReceivedEvent, rejected } from "../parties/received-event.ts"
import type { Telemetry } from "../platform/telemetry.ts"
import type { KeyedHash } from "./keyed-hash.ts"
import { contentParts, isOpaque, numberTellsReference, type RawShipment, redactShipment } from "./redaction.ts"
import type { RecordOutcome, TrackingRecords } from "./tracking-records.ts"

/** What a retailer tells of its shipments. */
export type ShipmentEvent = ReceivedEvent<
  typeof shipmentCreated | typeof trackingNumberAssigned | typeof shipmentCancelled
>

/** Keeps how far each retailer's sequence of numbers has come. */
export type SequenceHeads = { advanceHead(retailerId: string, head: { ordinal: number; at: string }): Promise<void> }

/** What recording shipments needs. */
export type RecordShipmentOptions = {
  records: TrackingRecords
  profiles: SequenceHeads
  hashes: KeyedHash
  parties: PartyDirectory
  telemetry: Pick<Telemetry, "count">
}

const shipmentIdNotOpaque: Problem = { path: "data.shipmentId", rule: "notAllowed" }
const numberIsReference: Problem = { path: "data.trackingNumber", rule: "notAllowed" }
const shipmentToldDifferently: Problem = { path: "data.shipmentId", rule: "conflict" }
const carrierUnknown: Problem = { path: "data.carrierId", rule: "unknownParty" }

/**
 * Takes in what retailers tell of shipments: redacts it, stores what is left, claims the parcel, and moves the head of the retailer's
 * sequence on. Safe to repeat at any point and in any order. A claim of somebody else's parcel is kept aside, counted
 * (`ClaimQuarantined`) and answered like a success.
 */
export function makeRecordShipment(options: RecordShipmentOptions): (event: ShipmentEvent) => Promise<Handled> {
  const { records, profiles, hashes, parties, telemetry } = options

  async function create(event: ReceivedEvent<typeof shipmentCreated>, retailer: Retailer): Promise<Handled> {
    const { data, metadata } = event
    if (!isOpaque(data)) return rejected(shipmentIdNotOpaque)
    if (numberTellsReference(data)) return rejected(numberIsReference)
    if (parties.carrierById(data.carrierId) === undefined) return rejected(carrierUnknown)
    const raw: RawShipment = data
    const shipment = redactShipment(raw, retailer, hashes)
    const outcome = await records.recordCreation({
      shipment,
      occurredAt: metadata.occurredAt,
      eventKey: eventKey(event),
      orderReference: data.orderReference,
      trackingNumber: data.trackingNumber,
      repeats: (known) =>
        hashes.hashes("event-id", retailer.id, metadata.id).includes(known.eventKey) ||
        hashes.hashes("shipment-content", ...contentParts(shipment.key.recordId, raw)).includes(known.contentKey),
    })
    if (outcome === "conflict") return rejected(shipmentToldDifferently)
    const { ordinal, createdAt } = shipment.creation
    if (ordinal !== undefined) await profiles.advanceHead(retailer.id, { ordinal, at: createdAt })
    return counted(outcome)
  }

  function eventKey(event: ShipmentEvent): string {
    return hashes.hash("event-id", event.party.id, event.metadata.id)
  }

  function counted(outcome: RecordOutcome): Handled {
    if (outcome === "quarantined") telemetry.count("ClaimQuarantined")
    return outcome
  }

  return async (event) => {
    const retailer = event.party
    if (retailer.kind !== "retailer") return rejected({ path: "source", rule: "wrongSender" })
    const { occurredAt } = event.metadata
    switch (event.detailType) {
      case "ShipmentCreated":
        return create(event, retailer)
      case "TrackingNumberAssigned": {
        const { shipmentId, trackingNumber } = event.data
        if (!isOpaque({ shipmentId, orderReference: "", trackingNumber })) return rejected(shipmentIdNotOpaque)
        const shipment = { retailerId: retailer.id, shipmentId }
        return counted(
          await records.recordNumber(shipment, { trackingNumber, at: occurredAt, eventKey: eventKey(event) }),
        )
      }
      case "ShipmentCancelled": {
        const shipment = { retailerId: retailer.id, shipmentId: event.data.shipmentId }
        return records.recordCancellation(shipment, occurredAt)
      }
    }
  }
}

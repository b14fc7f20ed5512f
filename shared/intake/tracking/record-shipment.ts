import { reveals } from "../../base/contracts/opaque-id.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import type { shipmentCancelled } from "../../base/contracts/shipment-cancelled.ts"
import type { shipmentCreated } from "../../base/contracts/shipment-created.ts"
import type { trackingNumberAssigned } from "../../base/contracts/tracking-number-assigned.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { Defer } from "../../base/platform/batch-work.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { isKnownTo } from "../../parties/named-counterparty.ts"
import { isOwnNumber } from "../../parties/number-prefixes.ts"
import type { Retailer } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import { type Erasures, erasureIdOf } from "./erasures.ts"
import { normaliseTrackingNumber } from "./record-ids.ts"
import { contentParts, idRevealsShipment, redactShipment } from "./redaction.ts"
import type { ShipmentCreation } from "./tracking-record.ts"
import type { IsOwnNumber, TrackingRecords } from "./tracking-records.ts"

/** What a retailer sends about its shipments. */
export type ShipmentEvent = ReceivedEvent<
  typeof shipmentCreated | typeof trackingNumberAssigned | typeof shipmentCancelled
>

/** What recording shipments needs. */
export type RecordShipmentOptions = {
  records: TrackingRecords
  profiles: SequenceHeads
  hashes: KeyedHash
  parties: PartyDirectory
  erasures: Pick<Erasures, "get">
  telemetry: Pick<Telemetry, "count">
}

const shipmentIdNotOpaque: Problem = { path: "data.shipmentId", rule: "notOpaque" }
const numberNotOpaque: Problem = { path: "data.trackingNumber", rule: "notOpaque" }
const shipmentDiffers: Problem = { path: "data.shipmentId", rule: "conflict" }
const numberDiffers: Problem = { path: "data.trackingNumber", rule: "conflict" }
const idReused: Problem = { path: "metadata.id", rule: "idReused" }
const sharedTooOften: Problem = { path: "data.trackingNumber", rule: "limit" }
const carrierUnknown: Problem = { path: "data.carrierId", rule: "unknownParty" }

/**
 * Records what retailers send about shipments. It redacts the event, stores the rest, claims the parcel and advances
 * the latest order number of the retailer, once for all events of a batch. Events may repeat and may arrive in any
 * order. A claim of another retailer's parcel waits. It is counted (`ClaimContested`) and answered like a success. Two
 * numbers of one shipment with the same time are a problem of the one that arrives last. A late event of an
 * erased shipment changes nothing.
 */
export function makeRecordShipment(
  options: RecordShipmentOptions,
): (event: ShipmentEvent, defer: Defer) => Promise<Handled> {
  const noteHead = noteHeads(options.profiles)
  return async (event, defer) => {
    if (event.party.kind !== "retailer") return rejected({ path: "source", rule: "wrongSender" })
    const outcome = await record({ ...options, noteHead, defer }, event, event.party)
    if (outcome === "erased") return afterErasure(options, event, event.party)
    if (outcome === "contested") options.telemetry.count("ClaimContested")
    if (outcome === "revealing") return rejected(numberNotOpaque)
    if (outcome === "limit") return rejected(sharedTooOften)
    if (outcome === "numberConflict")
      return event.detailType === "ShipmentCreated" ? { outcome, problems: [numberDiffers] } : rejected(numberDiffers)
    return outcome
  }
}

/**
 * An event from before the erasure comes late, and is dropped. A later one uses the id of an erased shipment again,
 * which the retailer has to know.
 */
async function afterErasure(
  { erasures, hashes }: RecordShipmentOptions,
  { data, metadata }: ShipmentEvent,
  { id: retailerId }: Retailer,
): Promise<Handled> {
  const erasure = await erasures.get(erasureIdOf(hashes, { retailerId, shipmentId: data.shipmentId }))
  const isLater = erasure !== undefined && Date.parse(metadata.occurredAt) > Date.parse(erasure.requestedAt)
  return isLater ? rejected(shipmentDiffers) : "erased"
}

/** What recording one event needs. */
type Recording = RecordShipmentOptions & { noteHead: NoteHead; defer: Defer }

async function record(options: Recording, event: ShipmentEvent, retailer: Retailer): Promise<Handled> {
  const { records, hashes } = options
  switch (event.detailType) {
    case "ShipmentCreated":
      return create(options, event, retailer)
    case "TrackingNumberAssigned": {
      const { shipmentId, trackingNumber } = event.data
      if (reveals(shipmentId, [trackingNumber])) return rejected(shipmentIdNotOpaque)
      const given = { trackingNumber, at: event.metadata.occurredAt, eventKey: eventKeyOf(hashes, event) }
      const number = { ...given, isOwnNumber: ownNumbersOf(retailer) }
      return records.recordNumber({ retailerId: retailer.id, shipmentId }, number)
    }
    case "ShipmentCancelled": {
      const shipment = { retailerId: retailer.id, shipmentId: event.data.shipmentId }
      return records.recordCancellation(shipment, event.metadata.occurredAt)
    }
  }
}

async function create(
  { records, hashes, parties, noteHead, defer }: Recording,
  event: ReceivedEvent<typeof shipmentCreated>,
  retailer: Retailer,
): Promise<Handled> {
  const { data, metadata } = event
  if (idRevealsShipment(data)) return rejected(shipmentIdNotOpaque)
  const carrier = await parties.carrierById(data.carrierId)
  if (carrier === undefined || !isKnownTo(carrier, retailer.id)) return rejected(carrierUnknown)
  const shipment = redactShipment(data, retailer, hashes)
  const hasSameContent = (known: ShipmentCreation) =>
    hashes.hashes("shipment-content", ...contentParts(shipment.key.recordId, data)).includes(known.contentKey)
  let isIdReused = false
  const outcome = await records.recordCreation({
    shipment,
    occurredAt: metadata.occurredAt,
    eventKey: eventKeyOf(hashes, event),
    orderReference: data.orderReference,
    trackingNumber: data.trackingNumber,
    isOwnNumber: ownNumbersOf(retailer),
    repeats: (known) => {
      isIdReused = hashes.hashes("event-id", retailer.id, metadata.id).includes(known.eventKey)
      return hasSameContent(known)
    },
  })
  if (outcome === "conflict") return rejected(isIdReused ? idReused : shipmentDiffers)
  if (outcome === "revealing") return outcome
  const { ordinal, createdAt } = shipment.creation
  if (ordinal !== undefined) defer(noteHead(retailer.id, { ordinal, at: createdAt }))
  return outcome
}

/** Tells the numbers that a carrier lets begin in the retailer's own way. */
function ownNumbersOf({ shipperAccounts }: Retailer): IsOwnNumber {
  return ({ carrierId, trackingNumber }) =>
    isOwnNumber(shipperAccounts, { carrierId, number: normaliseTrackingNumber(trackingNumber) })
}

function eventKeyOf(hashes: KeyedHash, event: ShipmentEvent): string {
  return hashes.hash("event-id", event.party.id, event.metadata.id)
}

/** The latest order number of a retailer, and when it was created. */
type Head = { ordinal: number; at: string }

/** Keeps the latest order number of each retailer. A lower one changes nothing. */
type SequenceHeads = { advanceHead(retailerId: string, head: Head): Promise<void> }

/** Notes an order number. The returned write advances the retailer to it. */
type NoteHead = (retailerId: string, head: Head) => () => Promise<void>

/** The highest of the order numbers that wait, and the write that advances the retailer to it, once it was begun. */
type Waiting = { head: Head; written?: Promise<void> }

/**
 * Advances a retailer once for all order numbers that were noted before the first of their writes began, because the
 * row of a busy retailer takes at most 1,000 writes a second. Each of these writes is done when the one write is done.
 */
function noteHeads(heads: SequenceHeads): NoteHead {
  const open = new Map<string, Waiting>()
  return (retailerId, head) => {
    const waiting = open.get(retailerId) ?? { head }
    if (waiting.head.ordinal < head.ordinal) waiting.head = head
    open.set(retailerId, waiting)
    return () => {
      if (open.get(retailerId) === waiting) open.delete(retailerId)
      waiting.written ??= heads.advanceHead(retailerId, waiting.head)
      return waiting.written
    }
  }
}

import * as z from "zod"
import { shipmentStatus } from "../contracts/words.ts"
import { daySeconds } from "../platform/instants.ts"
import { quarantineRecordId } from "./record-ids.ts"

/** Where a parcel is on its way. */
export const parcelStatus = z.enum([...shipmentStatus.options, "delivered"])
export type ParcelStatus = z.infer<typeof parcelStatus>

const instant = z.iso.datetime()
const rowBase = {
  recordId: z.string().min(1),
  revision: z
    .int()
    .positive()
    .meta({ description: "Raised by every write; a write is conditional on the one it read" }),
  expiresAt: z.int().positive(),
}

/** Which event named the tracking number: of two, the later one holds, whichever arrives first. */
const numbering = z.object({ at: instant, eventKey: z.string().min(1) })
export type Numbering = z.infer<typeof numbering>

/** A shipment as its retailer told it, without what the hub need not know. Incomplete until `ShipmentCreated` arrives. */
export const shipmentRow = z.object({
  ...rowBase,
  kind: z.literal("shipment"),
  retailerId: z.string().min(1),
  shipmentId: z.string().min(1),
  creation: z
    .object({
      createdAt: instant,
      eventKey: z.string().min(1).meta({ description: "Keyed hash of the event's id" }),
      contentKey: z
        .string()
        .min(1)
        .meta({ description: "Keyed hash of all that was told, to tell a repeat from a contradiction" }),
      carrierId: z.string().min(1),
      sealedOrderReference: z.string().min(1),
      postalProof: z.string().min(1).optional().meta({ description: "Keyed hash of record and postal code" }),
      deliveryPoint: z.int().min(1).max(0xffff_ffff).optional(),
      ordinal: z.int().min(0).optional().meta({ description: "Blinded place in the retailer's sequence" }),
    })
    .optional(),
  orderReferenceKey: z.string().min(1).optional(),
  linkDigestKey: z.string().min(1).optional(),
  numbering: numbering.optional(),
  sealedTrackingNumber: z.string().min(1).optional(),
  parcelId: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Record of the parcel; that record's claim names this shipment" }),
  cancelledAt: instant.optional(),
  lastEventAt: instant,
})
export type ShipmentRow = z.infer<typeof shipmentRow>
export type ShipmentCreation = NonNullable<ShipmentRow["creation"]>

/** A parcel as its carrier told it, and the one shipment that claims it. */
export const parcelRow = z.object({
  ...rowBase,
  kind: z.literal("parcel"),
  carrierId: z.string().min(1),
  sealedTrackingNumber: z.string().min(1),
  claimedBy: z.object({ retailerId: z.string().min(1), shipmentId: z.string().min(1) }).optional(),
  status: parcelStatus.optional(),
  statusAt: instant.optional(),
  deliveredAt: instant.optional(),
  signatoryRecorded: z.boolean(),
  lastEventAt: instant.optional(),
})
export type ParcelRow = z.infer<typeof parcelRow>

/** A claim that lost: kept for the hub's operator, told to nobody. */
export const quarantineRow = z.object({
  ...rowBase,
  kind: z.literal("quarantine"),
  parcelId: z.string().min(1),
  retailerId: z.string().min(1),
  shipmentId: z.string().min(1),
  at: instant,
})
export type QuarantineRow = z.infer<typeof quarantineRow>

export const trackingRow = z.discriminatedUnion("kind", [shipmentRow, parcelRow, quarantineRow])
export type TrackingRow = z.infer<typeof trackingRow>

/** A shipment that its retailer has told in full. */
export type ToldShipment = ShipmentRow & { creation: ShipmentCreation }

/** Whether `ShipmentCreated` has arrived. */
export function isTold(shipment: ShipmentRow | undefined): shipment is ToldShipment {
  return shipment?.creation !== undefined
}

/** Whether the parcel's claim names this shipment. */
export function claims(shipment: Pick<ShipmentRow, "retailerId" | "shipmentId">, parcel: ParcelRow): boolean {
  return parcel.claimedBy?.retailerId === shipment.retailerId && parcel.claimedBy.shipmentId === shipment.shipmentId
}

// --- Status

/** For each status its phase (0 not handed over yet, 1 under way, 2 ended), and what a recipient sees of it. */
export const statusFacts = {
  "pre-transit": { phase: 0, shown: "expected" },
  "in-transit": { phase: 1, shown: "on-its-way" },
  "out-for-delivery": { phase: 1, shown: "out-for-delivery" },
  exception: { phase: 1, shown: "on-its-way" },
  "available-for-pickup": { phase: 1, shown: "ready-for-pickup" },
  returned: { phase: 2, shown: "returned" },
  delivered: { phase: 2, shown: "delivered" },
} as const satisfies Record<ParcelStatus, { phase: number; shown: string }>

/** A status and the instant since when (ISO). */
export type StatusAt = { status: ParcelStatus; at: string }

/**
 * Orders statuses: first by phase (not yet handed over, under way, ended), then by time. Of what a carrier tells, the greatest is the
 * status: so it never goes backward and does not depend on the order of arrival.
 *
 * @returns negative when `one` comes before `other`, 0 when they are the same
 */
export function compareStatus(one: StatusAt, other: StatusAt): number {
  const phase = statusFacts[one.status].phase - statusFacts[other.status].phase
  if (phase !== 0) return phase
  const time = Date.parse(one.at) - Date.parse(other.at)
  if (time !== 0) return time
  return parcelStatus.options.indexOf(one.status) - parcelStatus.options.indexOf(other.status)
}

// --- Expiry

/** Days that a record is kept after delivery. */
export const daysKeptAfterDelivery = 90
/** Days that a record is kept after its last event while it is not delivered. */
export const daysKeptAfterLastEvent = 180

/**
 * When a record expires, in epoch seconds: 90 days after delivery, else 180 days after the last event, and then at the end of that UTC day.
 *
 * @param lastEvents instants (ISO) of what is known to have happened; at least one unless delivered
 */
export function recordExpiry(known: {
  deliveredAt?: string | undefined
  lastEvents: readonly (string | undefined)[]
}): number {
  if (known.deliveredAt !== undefined) return endOfDay(known.deliveredAt, daysKeptAfterDelivery)
  const last = known.lastEvents.filter((at) => at !== undefined).reduce(later)
  return endOfDay(last, daysKeptAfterLastEvent)
}

function endOfDay(at: string, daysOn: number): number {
  return (Math.floor(Date.parse(at) / 1000 / daySeconds) + daysOn + 1) * daySeconds
}

function later(one: string, other: string): string {
  return Date.parse(one) >= Date.parse(other) ? one : other
}
function earlier(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other
}

// --- What events do to a shipment. Each returns the shipment afterwards, or what kept it as it is.

/** A shipment before its row is complete: revision and expiry are settled when it is written. */
export type ShipmentFacts = Omit<ShipmentRow, "revision" | "expiresAt">

/** What `ShipmentCreated` comes to after redaction. */
export type ToldCreation = {
  creation: ShipmentCreation
  orderReferenceKey: string
  linkDigestKey?: string | undefined
  occurredAt: string
}

function firstFacts(key: { recordId: string; retailerId: string; shipmentId: string }, at: string): ShipmentFacts {
  return { ...key, kind: "shipment", lastEventAt: at }
}

export type ShipmentKey = { recordId: string; retailerId: string; shipmentId: string }

/**
 * Takes in `ShipmentCreated`. The first one holds.
 *
 * @param repeats whether what is known already says the same; asked only when something is known
 */
export function withCreation(
  current: ShipmentFacts | undefined,
  key: ShipmentKey,
  told: ToldCreation,
  repeats: (known: ShipmentCreation) => boolean,
): ShipmentFacts | "duplicate" | "conflict" {
  if (current?.creation !== undefined) return repeats(current.creation) ? "duplicate" : "conflict"
  const facts = current ?? firstFacts(key, told.occurredAt)
  return {
    ...facts,
    creation: told.creation,
    orderReferenceKey: told.orderReferenceKey,
    ...(told.linkDigestKey === undefined ? {} : { linkDigestKey: told.linkDigestKey }),
    lastEventAt: later(facts.lastEventAt, told.occurredAt),
  }
}

/** Takes in that a tracking number was assigned. The one assigned last holds; whether its claim stands is settled elsewhere. */
export function withNumber(
  current: ShipmentFacts | undefined,
  key: ShipmentKey,
  told: Numbering & { sealedTrackingNumber: string },
): ShipmentFacts | "duplicate" | "stale" {
  const { sealedTrackingNumber, ...given } = told
  const facts = current ?? firstFacts(key, given.at)
  const order = facts.numbering === undefined ? 1 : compareNumbering(given, facts.numbering)
  if (order === 0) return "duplicate"
  if (order < 0) return "stale"
  return { ...facts, numbering: given, sealedTrackingNumber, lastEventAt: later(facts.lastEventAt, given.at) }
}

function compareNumbering(one: Numbering, other: Numbering): number {
  const time = Date.parse(one.at) - Date.parse(other.at)
  if (time !== 0) return time
  return one.eventKey === other.eventKey ? 0 : one.eventKey > other.eventKey ? 1 : -1
}

/** Takes in that the shipment was cancelled; the earliest time holds. */
export function withCancellation(
  current: ShipmentFacts | undefined,
  key: ShipmentKey,
  at: string,
): ShipmentFacts | "duplicate" {
  const facts = current ?? firstFacts(key, at)
  const cancelledAt = facts.cancelledAt === undefined ? at : earlier(facts.cancelledAt, at)
  const lastEventAt = later(facts.lastEventAt, at)
  if (cancelledAt === facts.cancelledAt && lastEventAt === facts.lastEventAt) return "duplicate"
  return { ...facts, cancelledAt, lastEventAt }
}

// --- What events do to a parcel

export type ParcelFacts = Omit<ParcelRow, "revision" | "expiresAt">

/** What `ShipmentProgressed` and `ShipmentDelivered` come to after redaction. */
export type Progress = StatusAt & { signatoryRecorded?: boolean }

/** A parcel of which nothing is known but its number. */
export function unknownParcel(key: { recordId: string; carrierId: string; sealedTrackingNumber: string }): ParcelFacts {
  return { ...key, kind: "parcel", signatoryRecorded: false }
}

/**
 * Takes in what the carrier tells: the greatest status holds (see {@link compareStatus}), the first delivery, any signature.
 *
 * @returns `stale` when the parcel is further already, `duplicate` when this was told before
 */
export function withProgress(facts: ParcelFacts, told: Progress): ParcelFacts | "duplicate" | "stale" {
  const next: ParcelFacts = {
    ...facts,
    lastEventAt: facts.lastEventAt === undefined ? told.at : later(facts.lastEventAt, told.at),
  }
  const known = statusOf(facts)
  const order = known === undefined ? 1 : compareStatus(told, known)
  if (order > 0) {
    next.status = told.status
    next.statusAt = told.at
  }
  if (told.status === "delivered") {
    next.deliveredAt = facts.deliveredAt === undefined ? told.at : earlier(facts.deliveredAt, told.at)
    next.signatoryRecorded = facts.signatoryRecorded || told.signatoryRecorded === true
  }
  if (sameParcel(next, facts)) return order === 0 || facts.deliveredAt === told.at ? "duplicate" : "stale"
  return next
}

/** The status and since when, once the carrier has told one. */
export function statusOf(parcel: Pick<ParcelFacts, "status" | "statusAt">): StatusAt | undefined {
  return parcel.status === undefined || parcel.statusAt === undefined
    ? undefined
    : { status: parcel.status, at: parcel.statusAt }
}

function sameParcel(one: ParcelFacts, other: ParcelFacts): boolean {
  return (
    one.status === other.status &&
    one.statusAt === other.statusAt &&
    one.deliveredAt === other.deliveredAt &&
    one.signatoryRecorded === other.signatoryRecorded &&
    one.lastEventAt === other.lastEventAt
  )
}

/** Notes a claim that lost; the same claim again is the same note. */
export function quarantineOf(parcel: Pick<ParcelRow, "recordId">, shipment: ShipmentKey, at: string): QuarantineRow {
  return {
    kind: "quarantine",
    recordId: quarantineRecordId(parcel.recordId, shipment.recordId),
    parcelId: parcel.recordId,
    retailerId: shipment.retailerId,
    shipmentId: shipment.shipmentId,
    at,
    revision: 1,
    expiresAt: recordExpiry({ lastEvents: [at] }),
  }
}

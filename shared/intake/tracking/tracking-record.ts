import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { shipmentStatus } from "../../base/contracts/words.ts"
import { daySeconds } from "../../base/platform/instants.ts"

export const parcelStatus = z.enum([...shipmentStatus.options, "delivered"])
export type ParcelStatus = z.infer<typeof parcelStatus>

const instant = z.iso.datetime()
const rowBase = {
  recordId: ownString().min(1),
  revision: z
    .int()
    .positive()
    .meta({ description: "Every write raises it, on condition that the stored revision is the one that was read" }),
  expiresAt: z.int().positive(),
}

/** Which event named the tracking number. The later of two events counts, in any order of arrival. */
const numbering = z.object({ at: instant, eventKey: ownString().min(1) })
export type Numbering = z.infer<typeof numbering>

/** A shipment as its retailer sent it, redacted. Incomplete until `ShipmentCreated` arrives. */
export const shipmentRow = z.object({
  ...rowBase,
  kind: z.literal("shipment"),
  retailerId: ownString().min(1),
  shipmentId: ownString().min(1),
  creation: z
    .object({
      createdAt: instant,
      eventKey: ownString().min(1).meta({ description: "Keyed hash of the event's id" }),
      contentKey: ownString()
        .min(1)
        .meta({ description: "Keyed hash of the whole content, which distinguishes a repeat from a contradiction" }),
      carrierId: ownString().min(1),
      sealedOrderReference: ownString().min(1),
      postalProof: ownString().min(1).optional().meta({ description: "Keyed hash of record and postal code" }),
      houseProof: ownString()
        .min(1)
        .optional()
        .meta({ description: "Keyed hash of record, postal code and house number" }),
      deliveryPoint: z.int().min(1).max(0xffff_ffff).optional(),
      region: boundedString(6).min(2).optional().meta({ description: "Country, or its province or state" }),
      ordinal: z.int().min(0).optional().meta({ description: "Blinded place in the retailer's sequence" }),
    })
    .optional(),
  orderReferenceKey: ownString().min(1).optional(),
  linkDigestKey: ownString().min(1).optional(),
  numbering: numbering.optional(),
  sealedTrackingNumber: ownString().min(1).optional(),
  parcelId: ownString().min(1).optional().meta({ description: "Key of the parcel that this shipment has" }),
  waitsFor: ownString()
    .min(1)
    .optional()
    .meta({ description: "Key of the parcel that it claims, while another retailer has it" }),
  cancelledAt: instant.optional(),
  lastEventAt: instant,
})
export type ShipmentRow = z.infer<typeof shipmentRow>
export type ShipmentCreation = NonNullable<ShipmentRow["creation"]>

/** Where a parcel is found whose progress is held until a time. Both follow from the rest of the row. */
const heldPlace = {
  heldList: ownString().min(1).optional(),
  heldUntil: instant.optional(),
}

/** A parcel as its carrier sent it, and the shipments that claim it. See `parcel-claims.ts`. */
export const parcelRow = z.object({
  ...rowBase,
  kind: z.literal("parcel"),
  carrierId: ownString().min(1),
  sealedTrackingNumber: ownString().min(1),
  claims: z
    .array(
      z.object({
        retailerId: ownString().min(1),
        shipmentId: ownString().min(1),
        numberedAt: instant,
        isOwnNumber: z
          .literal(true)
          .optional()
          .meta({ description: "The number begins as the carrier lets numbers of this retailer begin" }),
      }),
    )
    .meta({ description: "Every claim, the first to arrive first" }),
  held: z
    .object({ since: instant, contested: z.literal(true).optional() })
    .optional()
    .meta({
      description:
        "Nobody receives the progress yet. `since`: when the claims last changed, by the hub's clock. `contested`: two " +
        "retailers claimed the number, so only the carrier's word ends this. Rows of release 0.1.0 have none",
    }),
  reportedAt: instant
    .optional()
    .meta({ description: "When the hub first received progress. Absent of progress that release 0.1.0 recorded" }),
  ...heldPlace,
  shipper: z
    .object({ retailerId: ownString().min(1), at: instant })
    .optional()
    .meta({ description: "The retailer that the carrier named as the shipper" }),
  status: parcelStatus.optional(),
  statusAt: instant.optional(),
  deliveredAt: instant.optional(),
  signatoryRecorded: z.boolean(),
  lastEventAt: instant.optional(),
})
export type ParcelRow = z.infer<typeof parcelRow>

export const trackingRow = z.discriminatedUnion("kind", [shipmentRow, parcelRow])
export type TrackingRow = z.infer<typeof trackingRow>

/** A shipment whose `ShipmentCreated` has arrived. */
export type CreatedShipment = ShipmentRow & { creation: ShipmentCreation }

/** Whether `ShipmentCreated` has arrived. */
export function isCreated(shipment: ShipmentRow | undefined): shipment is CreatedShipment {
  return shipment?.creation !== undefined
}

// --- Status

/**
 * The phase of each status (0 not handed over yet, 1 under way, 2 ended), and what a recipient sees. A new status needs
 * a row here.
 */
export const statusFacts = {
  "pre-transit": { phase: 0, shown: "expected" },
  "in-transit": { phase: 1, shown: "on-its-way" },
  "out-for-delivery": { phase: 1, shown: "out-for-delivery" },
  exception: { phase: 1, shown: "on-its-way" },
  "available-for-pickup": { phase: 1, shown: "ready-for-pickup" },
  returned: { phase: 2, shown: "returned" },
  delivered: { phase: 2, shown: "delivered" },
} as const satisfies Record<ParcelStatus, { phase: number; shown: string }>

/** A status and the ISO instant when it began. */
export type StatusAt = { status: ParcelStatus; at: string }

/**
 * Orders statuses by phase, then by time. The greatest status that a carrier sent is the parcel's status. So the status
 * never goes back and does not depend on the order of arrival.
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
 * When a record expires, in epoch seconds. This is the end of a UTC day: 90 days after delivery, or 180 days after the
 * last event.
 *
 * @param lastEvents ISO instants of known events, at least one unless delivered
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

// --- What events do to a shipment. Each function returns the changed shipment, or why it stays unchanged.

/** A shipment without revision and expiry, which the write adds. */
export type ShipmentFacts = Omit<ShipmentRow, "revision" | "expiresAt">

/** `ShipmentCreated` after redaction. */
export type RedactedCreation = {
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
 * Applies `ShipmentCreated`. The first one counts.
 *
 * @param repeats whether the known creation has the same content
 */
export function withCreation(
  current: ShipmentFacts | undefined,
  key: ShipmentKey,
  reported: RedactedCreation,
  repeats: (known: ShipmentCreation) => boolean,
): ShipmentFacts | "duplicate" | "conflict" {
  if (current?.creation !== undefined) return repeats(current.creation) ? "duplicate" : "conflict"
  const facts = current ?? firstFacts(key, reported.occurredAt)
  return {
    ...facts,
    creation: reported.creation,
    orderReferenceKey: reported.orderReferenceKey,
    ...(reported.linkDigestKey === undefined ? {} : { linkDigestKey: reported.linkDigestKey }),
    lastEventAt: later(facts.lastEventAt, reported.occurredAt),
  }
}

/** Applies a tracking number. The number that was assigned last counts. `claim-parcel.ts` decides about its claim. */
export function withNumber(
  current: ShipmentFacts | undefined,
  key: ShipmentKey,
  reported: Numbering & { sealedTrackingNumber: string },
): ShipmentFacts | "duplicate" | "stale" {
  const { sealedTrackingNumber, ...given } = reported
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

/** Applies a cancellation. The earliest time counts. */
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

export type ParcelFacts = Omit<ParcelRow, "revision" | "expiresAt" | keyof typeof heldPlace>

/** `ShipmentProgressed` or `ShipmentDelivered` after redaction. */
export type Progress = StatusAt & { signatoryRecorded?: boolean }

/** A parcel of which only the number is known. */
export function unknownParcel(key: { recordId: string; carrierId: string; sealedTrackingNumber: string }): ParcelFacts {
  return { ...key, kind: "parcel", claims: [], signatoryRecorded: false }
}

/**
 * Applies what the carrier sent. The greatest status counts (see {@link compareStatus}), the first delivery, and any
 * signature.
 *
 * @param receivedAt by the hub's clock. ISO
 * @returns `stale` when a later status is known, `duplicate` for a repeat
 */
export function withProgress(
  facts: ParcelFacts,
  reported: Progress,
  receivedAt: string,
): ParcelFacts | "duplicate" | "stale" {
  const isFirst = facts.reportedAt === undefined && statusOf(facts) === undefined
  const next: ParcelFacts = {
    ...facts,
    ...(isFirst ? { reportedAt: receivedAt } : {}),
    lastEventAt: facts.lastEventAt === undefined ? reported.at : later(facts.lastEventAt, reported.at),
  }
  const known = statusOf(facts)
  const order = known === undefined ? 1 : compareStatus(reported, known)
  if (order > 0) {
    next.status = reported.status
    next.statusAt = reported.at
  }
  if (reported.status === "delivered") {
    next.deliveredAt = facts.deliveredAt === undefined ? reported.at : earlier(facts.deliveredAt, reported.at)
    next.signatoryRecorded = facts.signatoryRecorded || reported.signatoryRecorded === true
  }
  if (sameParcel(next, facts)) return order === 0 || facts.deliveredAt === reported.at ? "duplicate" : "stale"
  return next
}

/** The status and the time when it began. Undefined until the carrier sends one. */
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

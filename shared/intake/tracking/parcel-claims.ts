import type { ClaimAnswer } from "../../base/contracts/words.ts"
import { dayMilliseconds, later } from "../../base/platform/instants.ts"
import { shipmentRecordId } from "./record-ids.ts"
import { type ParcelFacts, type ParcelRow, type ShipmentRow, statusOf } from "./tracking-record.ts"

/** A shipment's claim of a parcel. `numberedAt` is when the retailer gave the shipment the number (ISO). */
export type ParcelClaim = ParcelRow["claims"][number]

/** The retailer that the carrier named as the shipper of a parcel, and when it said so (ISO). */
export type NamedShipper = NonNullable<ParcelRow["shipper"]>

type Claims = Pick<ParcelRow, "claims" | "shipper">
type HeldClaims = Pick<ParcelRow, "claims" | "shipper" | "held">
type Shipment = Pick<ShipmentRow, "retailerId" | "shipmentId">

/** Most shipments of one retailer that share a parcel. It bounds the row and the transaction of a parcel. */
export const claimsPerRetailer = 20

/** How long the progress of a parcel waits for the carrier's word, or for another claim. */
const holdMilliseconds = dayMilliseconds

/**
 * The claims of the retailer that has the parcel: the one that the carrier named, and until then the one whose number
 * it is by its form, or the first that claimed it. Several of its shipments may share the parcel. Empty while it claims
 * nothing.
 */
export function claimsThatHold({ claims, shipper }: Claims): ParcelClaim[] {
  const byForm = claims.find(({ isOwnNumber }) => isOwnNumber)
  const holder = shipper?.retailerId ?? byForm?.retailerId ?? claims[0]?.retailerId
  return claims.filter(({ retailerId }) => retailerId === holder)
}

/** Whether this shipment has the parcel. */
export function holds(shipment: Shipment, parcel: Claims): boolean {
  return claimsThatHold(parcel).some((claim) => isOf(claim, shipment))
}

/** The claims whose shipments a lookup by the number finds. While nobody knows whose the parcel is, these are all. */
export function claimsConcerned(parcel: HeldClaims): ParcelClaim[] {
  return parcel.held?.contested === true ? parcel.claims : claimsThatHold(parcel)
}

/** Whether the retailer of this shipment receives the progress of the parcel. */
export function receivesProgress(shipment: Shipment, parcel: HeldClaims): boolean {
  return parcel.held === undefined && holds(shipment, parcel)
}

/** Key of the record of the shipment that makes this claim. */
export function claimantOf({ retailerId, shipmentId }: Shipment): string {
  return shipmentRecordId(retailerId, shipmentId)
}

/**
 * Adds a claim, or the newer time of a known one. A known claim keeps its place.
 * @param at by the hub's clock. ISO
 */
export function withClaim(parcel: ParcelFacts, claim: ParcelClaim, at: string): ParcelFacts | "limit" {
  const place = parcel.claims.findIndex((known) => isOf(known, claim))
  if (place >= 0) return { ...parcel, claims: parcel.claims.with(place, { ...parcel.claims[place], ...claim }) }
  const own = parcel.claims.filter(({ retailerId }) => retailerId === claim.retailerId)
  if (own.length >= claimsPerRetailer) return "limit"
  return heldAfter(parcel, { ...parcel, claims: [...parcel.claims, claim] }, at)
}

/**
 * Takes a claim back.
 * @param at by the hub's clock. ISO
 */
export function withoutClaim(parcel: ParcelFacts, shipment: Shipment, at: string): ParcelFacts {
  return heldAfter(parcel, { ...parcel, claims: parcel.claims.filter((claim) => !isOf(claim, shipment)) }, at)
}

/** The same for a shipment that is erased. It took nothing back, so the other retailers wait for the carrier's word. */
export function withoutErased(parcel: ParcelFacts, shipment: Shipment, at: string): ParcelFacts {
  const next = withoutClaim(parcel, shipment, at)
  const wasRivals = retailersOf(parcel).size > 1 && retailersOf(next).size > 0
  return wasRivals && next.held !== undefined ? { ...next, held: { ...next.held, contested: true } } : next
}

/** Applies the shipper that the carrier named. Its latest word counts, in any order of arrival. */
export function withShipper(parcel: ParcelFacts, named: NamedShipper): ParcelFacts | "duplicate" | "stale" {
  const order = parcel.shipper === undefined ? 1 : compareNamed(named, parcel.shipper)
  if (order === 0) return "duplicate"
  if (order < 0) return "stale"
  const lastEventAt = parcel.lastEventAt === undefined ? named.at : later(parcel.lastEventAt, named.at)
  const { held: _, ...free } = parcel
  return { ...free, shipper: named, lastEventAt }
}

/** The parcel at a time. Its progress is held no more if one retailer alone has claimed it for a day. */
export function withTimePassed(parcel: ParcelFacts, at: string): ParcelFacts {
  const until = heldUntil(parcel)
  if (until === undefined || Date.parse(at) < Date.parse(until)) return parcel
  const { held: _, ...free } = parcel
  return free
}

/** Until when progress is held, unless another retailer claims the parcel. Undefined if time alone does not end it. */
export function heldUntil({ held }: Pick<ParcelFacts, "held">): string | undefined {
  if (held === undefined || held.contested === true) return undefined
  return new Date(Date.parse(held.since) + holdMilliseconds).toISOString()
}

/** What the retailer of a claim learns: nothing of other claims until the carrier has named the shipper. */
export function answerTo({ shipper }: Claims, { retailerId }: ParcelClaim): ClaimAnswer {
  if (shipper === undefined) return "claimPending"
  return shipper.retailerId === retailerId ? "claimConfirmed" : "claimRefused"
}

/** A parcel after its claims changed: whether its progress is held from now on. */
function heldAfter(before: ParcelFacts, next: ParcelFacts, at: string): ParcelFacts {
  const { held, ...free } = next
  const isDecided = next.shipper !== undefined || next.claims.some(({ isOwnNumber }) => isOwnNumber)
  if (isDecided || next.claims.length === 0) return free
  const isNewHolder = claimsThatHold(before)[0]?.retailerId !== claimsThatHold(next)[0]?.retailerId
  const isContested = retailersOf(next).size > 1
  const wasContested = retailersOf(before).size > 1
  if (isNewHolder || (wasContested && !isContested && held !== undefined))
    return { ...free, held: { since: at, ...(isContested ? { contested: true } : {}) } }
  const comesInTime = held !== undefined || !isSettled(before, at)
  return isContested && !wasContested && comesInTime ? { ...free, held: { since: at, contested: true } } : next
}

/**
 * Whether the only claim stands against later ones: the carrier has reported the parcel for a day. Before its first
 * report the parcel's own retailer may not have claimed it yet.
 */
function isSettled(parcel: ParcelFacts, at: string): boolean {
  const { reportedAt } = parcel
  if (reportedAt === undefined) return statusOf(parcel) !== undefined
  return Date.parse(at) >= Date.parse(reportedAt) + holdMilliseconds
}

const retailersOf = ({ claims }: Claims): ReadonlySet<string> => new Set(claims.map(({ retailerId }) => retailerId))

function compareNamed(one: NamedShipper, other: NamedShipper): number {
  const time = Date.parse(one.at) - Date.parse(other.at)
  return time === 0 ? one.retailerId.localeCompare(other.retailerId) : time
}

function isOf(claim: Shipment, shipment: Shipment): boolean {
  return claim.retailerId === shipment.retailerId && claim.shipmentId === shipment.shipmentId
}

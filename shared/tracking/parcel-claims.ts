import type { ClaimAnswer } from "../contracts/words.ts"
import { later } from "../platform/instants.ts"
import { shipmentRecordId } from "./record-ids.ts"
import type { ParcelFacts, ParcelRow, ShipmentRow } from "./tracking-record.ts"

/** A shipment's claim of a parcel. `numberedAt` is when the retailer gave the shipment the number (ISO). */
export type ParcelClaim = ParcelRow["claims"][number]

/** The retailer that the carrier named as the shipper of a parcel, and when it said so (ISO). */
export type NamedShipper = NonNullable<ParcelRow["shipper"]>

type Claims = Pick<ParcelRow, "claims" | "shipper">
type Shipment = Pick<ShipmentRow, "retailerId" | "shipmentId">

/** Most shipments of one retailer that share a parcel. It bounds the row and the transaction of a parcel. */
export const claimsPerRetailer = 20

/**
 * The claims of the retailer that has the parcel: the one that the carrier named, and until then the first that claimed
 * it. Several of its shipments may share the parcel. Empty while it claims nothing.
 */
export function claimsThatHold({ claims, shipper }: Claims): ParcelClaim[] {
  const holder = shipper?.retailerId ?? claims[0]?.retailerId
  return claims.filter(({ retailerId }) => retailerId === holder)
}

/** Whether this shipment has the parcel. */
export function holds(shipment: Shipment, parcel: Claims): boolean {
  return claimsThatHold(parcel).some((claim) => isOf(claim, shipment))
}

/** Key of the record of the shipment that makes this claim. */
export function claimantOf({ retailerId, shipmentId }: ParcelClaim): string {
  return shipmentRecordId(retailerId, shipmentId)
}

/** Adds a claim, or the newer time of a known one. A known claim keeps its place. */
export function withClaim(parcel: ParcelFacts, claim: ParcelClaim): ParcelFacts | "limit" {
  const place = parcel.claims.findIndex((known) => isOf(known, claim))
  if (place >= 0) return { ...parcel, claims: parcel.claims.with(place, claim) }
  const own = parcel.claims.filter(({ retailerId }) => retailerId === claim.retailerId)
  return own.length >= claimsPerRetailer ? "limit" : { ...parcel, claims: [...parcel.claims, claim] }
}

export function withoutClaim(parcel: ParcelFacts, shipment: Shipment): ParcelFacts {
  return { ...parcel, claims: parcel.claims.filter((claim) => !isOf(claim, shipment)) }
}

/** Applies the shipper that the carrier named. Its latest word counts, in any order of arrival. */
export function withShipper(parcel: ParcelFacts, named: NamedShipper): ParcelFacts | "duplicate" | "stale" {
  const order = parcel.shipper === undefined ? 1 : compareNamed(named, parcel.shipper)
  if (order === 0) return "duplicate"
  if (order < 0) return "stale"
  const lastEventAt = parcel.lastEventAt === undefined ? named.at : later(parcel.lastEventAt, named.at)
  return { ...parcel, shipper: named, lastEventAt }
}

/** What the retailer of a claim learns: nothing of other claims until the carrier has named the shipper. */
export function answerTo({ shipper }: Claims, { retailerId }: ParcelClaim): ClaimAnswer {
  if (shipper === undefined) return "claimPending"
  return shipper.retailerId === retailerId ? "claimConfirmed" : "claimRefused"
}

function compareNamed(one: NamedShipper, other: NamedShipper): number {
  const time = Date.parse(one.at) - Date.parse(other.at)
  return time === 0 ? one.retailerId.localeCompare(other.retailerId) : time
}

function isOf(claim: Shipment, shipment: Shipment): boolean {
  return claim.retailerId === shipment.retailerId && claim.shipmentId === shipment.shipmentId
}

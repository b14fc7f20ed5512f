/** Turns a lookup of the simulated world into the access that the detector observes. */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import { type Access, contactOf } from "../../shared/watch/detection/access.ts"
import type { LearningContact } from "../../shared/watch/detection/learning/learn-profile.ts"
import { hasOlderCookie, type MintedCookies } from "./cookies.ts"
import type { PeerAccess } from "./peers.ts"
import { withPostalCode } from "./postal-codes.ts"
import { anonymousSubject, trait } from "./world/identities.ts"
import { retailerOfOrder } from "./world/orders.ts"
import { epoch } from "./world/time.ts"
import { carrierNumber } from "./world/tracking-numbers.ts"
import type { World } from "./world/world.ts"

/**
 * Whether the hub knows an order yet. It learns late of those that were placed while the retailer's feed was down, and
 * never of those from before the retailer joined.
 */
const isKnown = ({ retailers, orders }: World, order: number, at: number): boolean => {
  const { outage = null, joinsAt = 0, announces } = retailerOfOrder(retailers, orders, order) ?? {}
  const created = orders.createdAt[order] ?? 0
  if (created > at || created < joinsAt) return false
  const announced = created - (announces?.daysAhead ?? 0) * daySeconds
  return outage === null || announced < outage.from || announced >= outage.to || at >= outage.to
}

/** A number for each reference. Numbers of orders are below 2^24 and those of retailers below 256. */
const referenceOf = (retailer: number, ordinal: number): number => retailer * 16_777_216 + ordinal

const tags = new Map<number, string>()
const tagOf = (retailer: number, ordinal: number): string => {
  const reference = referenceOf(retailer, ordinal)
  const known = tags.get(reference)
  if (known !== undefined) return known
  const made = reference.toString(36)
  tags.set(reference, made)
  return made
}

export type AccessOptions = Pick<Access, "subject" | "network" | "accessorClass" | "quotaPerHour"> & {
  /** Seconds since the start. */
  readonly at: number
  readonly retailer: number
  readonly ordinal: number
  /** -1 for a number that no order has. */
  readonly order: number
  readonly isProven: boolean
  /** By the carrier's number of the order, not by `ordinal`. */
  readonly byTrackingNumber?: boolean
}

type NumberOf = Pick<AccessOptions, "retailer" | "ordinal" | "order" | "byTrackingNumber">

/** Whose number is looked up, and its place in their series. */
const placeOf = (world: World, { retailer, ordinal, order, byTrackingNumber }: NumberOf) =>
  byTrackingNumber === true
    ? { series: carrierNumber, ordinal: world.tracking.placeOf[order] ?? 0 }
    : { series: retailer, ordinal }

/** Whose number the lookup with an index asked for, and its place in their series. */
export const placeOfLookup = (world: World, index: number): { series: number; ordinal: number } =>
  placeOf(world, {
    retailer: world.lookups.retailer[index] ?? 1,
    ordinal: world.lookups.ordinal[index] ?? 0,
    order: world.lookups.target[index] ?? -1,
    byTrackingNumber: trait.byTrackingNumber(world.lookups.traits[index] ?? 0),
  })

export const makeAccess = (world: World, given: AccessOptions): Access => {
  const { accessorClass } = given
  const retailer = world.retailers[given.retailer - 1]
  const { series, ordinal } = placeOf(world, given)
  const isHit = given.order >= 0 && isKnown(world, given.order, given.at)
  // A link opens nothing while its order is unknown. A case of staff or a partner's entitlement needs no order.
  const isProven = given.isProven && (isHit || accessorClass !== "public")
  // Such a link names no number.
  const hasPlace = isProven === given.isProven && (series === carrierNumber || retailer?.hasOrdinals === true)
  return {
    at: epoch + given.at,
    subject: given.subject,
    network: given.network,
    accessorClass,
    quotaPerHour: given.quotaPerHour,
    networkClass: accessorClass === "aggregator" || accessorClass === "verifiedBot" ? accessorClass : "public",
    retailer: given.retailer,
    series,
    tag: tagOf(series, ordinal),
    ordinal: hasPlace ? ordinal : null,
    outcome: isHit ? "hit" : "miss",
    byLinkAlone: given.isProven && accessorClass === "public",
    proof: isProven ? "strong" : "none",
    deliveryPoint: isHit && retailer?.hasPoints === true ? (world.orders.point[given.order] ?? null) : null,
    canary: false,
  }
}

/**
 * The access of one ordinary lookup.
 *
 * @param minted cookies that were set before. In the lookup that sets one, the visitor still comes without it.
 */
export const accessOf = (world: World, index: number, minted: MintedCookies): Access => {
  const { lookups } = world
  const traits = lookups.traits[index] ?? 0
  const network = lookups.network[index] ?? 0
  const subject = lookups.subject[index] ?? 0
  const kind = trait.subjectKind(traits)
  const plain = makeAccess(world, {
    at: lookups.at[index] ?? 0,
    retailer: lookups.retailer[index] ?? 1,
    ordinal: lookups.ordinal[index] ?? 0,
    order: lookups.target[index] ?? -1,
    subject: { kind, fingerprint: subject },
    network: { kind: trait.networkKind(traits), fingerprint: network },
    accessorClass: trait.accessorClass(traits),
    isProven: trait.isProven(traits),
    byTrackingNumber: trait.byTrackingNumber(traits),
  })
  const access = withPostalCode(plain, { kind: trait.kind(traits), session: lookups.session[index] ?? 0, index })
  if (kind !== "cookie" || minted.has(subject)) return access
  const isOlder = hasOlderCookie(subject)
  minted.set(subject, isOlder ? null : access)
  const anonymous = anonymousSubject(network, trait.browser(traits))
  return isOlder ? access : { ...access, subject: { kind: "anonymous", fingerprint: anonymous } }
}

/**
 * What the other detectors see of an access.
 *
 * @param lookup where it came from, and the number that was typed
 */
export const peerAccessOf = (
  access: Access,
  { network, ordinal }: { readonly network: number; readonly ordinal: number },
): PeerAccess => ({
  at: access.at,
  network,
  reference: referenceOf(access.series, ordinal),
  isHit: access.outcome === "hit",
})

export const learningContact = (access: Access): LearningContact => ({
  ...contactOf(access),
  subjectKey: String(access.subject.fingerprint),
  networkKey: String(access.network.fingerprint),
})

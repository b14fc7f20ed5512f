/** The retailers of the simulated world and the orders that they issue. */
import { hash } from "node:crypto"
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import { deliveryPointOf } from "../../../shared/intake/tracking/delivery-point.ts"
import type { Random } from "../random.ts"
import { warmUpDays } from "./time.ts"

/** Share of a retailer's numbers that become parcels of this carrier. */
const usedShare = 0.8

export type Retailer = {
  readonly number: number
  readonly ordersPerDay: number
  readonly hasCheckDigit: boolean
  readonly hasOrdinals: boolean
  readonly hasPoints: boolean
  /** The order of each number from `firstOrdinal` on. -1 where the number is no parcel of this carrier. */
  readonly orders: Int32Array
  /** How many numbers the retailer has issued. */
  issued: number
  readonly firstOrdinal: number
  /** When the feed of new orders is down, in seconds since the start. */
  readonly outage: { readonly from: number; readonly to: number } | null
  /** When the retailer joins, in seconds since the start. The hub knows no order from before. */
  readonly joinsAt: number
  readonly announces: Announcing
}

/**
 * How far ahead carriers announce a retailer's numbers: always so many days, and once, at a time in seconds, a manifest
 * of numbers that are issued so many days later.
 */
export type Announcing = {
  readonly daysAhead: number
  readonly farManifest: { readonly at: number; readonly daysAhead: number } | null
}

/** One place per order in each array. */
export type Orders = {
  count: number
  readonly retailer: Uint8Array
  readonly ordinal: Uint32Array
  /** The delivery point, as the product stores it. */
  readonly point: Uint32Array
  readonly createdAt: Uint32Array
}

/** Numbers of the last three days: those that a visitor may still look up. */
export const liveWidth = (retailer: Retailer): number => Math.floor((3 * retailer.ordersPerDay) / usedShare)

/** Numbers that a retailer issues in a day, parcels of other carriers included. */
export const numbersPerDay = (retailer: Retailer): number => retailer.ordersPerDay / usedShare

/** Places of the retailers that join while the simulation goes on, and of those whose numbers are announced ahead. */
const joining = [3, 11, 20]
const announcedAhead = [2, 9]
const announcedFarAhead = [4, 12]

/** Some time in the ten days after the warm-up. */
const soonAfterWarmUp = (random: Random): number => (warmUpDays + 1 + random.uniform() * 9) * daySeconds

export const makeRetailers = (random: Random, days: number, scale: number): Retailer[] =>
  Array.from({ length: 60 }, (_, index) => {
    const ordersPerDay = Math.max(5, scale * 30_000 * (index + 1) ** -2.125)
    const duration = (6 + random.uniform() * 24) * 3600
    const from = (warmUpDays + 1 + random.uniform() * Math.max(1, days - warmUpDays - 3)) * daySeconds
    return {
      number: index + 1,
      ordersPerDay,
      hasCheckDigit: index % 2 === 1,
      hasOrdinals: index % 15 !== 13,
      hasPoints: index % 15 !== 8,
      orders: new Int32Array(Math.ceil(((ordersPerDay * 1.1 + 40) * (days + 12)) / usedShare) + 1000).fill(-1),
      issued: 0,
      firstOrdinal: 1_000_000 + random.integer(7_000_000),
      outage: index < 20 && random.chance(0.3) ? { from, to: from + duration } : null,
      joinsAt: joining.includes(index) ? soonAfterWarmUp(random) : 0,
      announces: {
        daysAhead: announcedAhead.includes(index) ? 3 : 0,
        farManifest: announcedFarAhead.includes(index) ? { at: soonAfterWarmUp(random), daysAhead: 10 } : null,
      },
    }
  })

/** Room for the orders of all retailers over some days. */
export const makeOrders = (retailers: readonly Retailer[], days: number): Orders => {
  const capacity = Math.ceil(
    retailers.reduce((sum, { ordersPerDay }) => sum + ordersPerDay * 1.12 + 40, 0) * (days + 8),
  )
  return {
    count: 0,
    retailer: new Uint8Array(capacity),
    ordinal: new Uint32Array(capacity),
    point: new Uint32Array(capacity),
    createdAt: new Uint32Array(capacity),
  }
}

/** The product's delivery point of a destination: a part that is the retailer's own, and one that all share. */
const deliveryPointAt = (retailer: number, destination: number): number =>
  deliveryPointOf({
    ofRetailer: hash("sha256", `${retailer} ${destination}`, "base64url"),
    shared: hash("sha256", `${destination}`, "base64url"),
  })

/** The order that has a number; -1 when there is none. */
export const orderOf = (retailer: Retailer, ordinal: number): number =>
  retailer.orders[ordinal - retailer.firstOrdinal] ?? -1

/** The retailer of an order. */
export const retailerOfOrder = (retailers: readonly Retailer[], orders: Orders, order: number): Retailer | undefined =>
  retailers[(orders.retailer[order] ?? 1) - 1]

/** Issues numbers to parcels of other carriers, about so many. */
export const skipNumbers = (random: Random, retailer: Retailer, mean: number): void => {
  retailer.issued += Math.min(20, Math.floor(random.exponential(mean)))
}

/** Issues numbers until one is a parcel of this carrier. Returns the order, or -1 when there is no room left. */
export const issueOrder = (
  random: Random,
  orders: Orders,
  retailer: Retailer,
  { at, destination }: { readonly at: number; readonly destination: number },
): number => {
  let place = retailer.issued
  retailer.issued += 1
  while (random.uniform() > usedShare) {
    place += 1
    retailer.issued += 1
  }
  const order = orders.count
  if (place >= retailer.orders.length || order >= orders.retailer.length) return -1
  orders.count += 1
  retailer.orders[place] = order
  orders.retailer[order] = retailer.number
  orders.ordinal[order] = retailer.firstOrdinal + place
  orders.point[order] = deliveryPointAt(retailer.number, destination)
  orders.createdAt[order] = Math.max(0, at)
  return order
}

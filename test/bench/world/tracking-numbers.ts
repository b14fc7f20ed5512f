/** The carrier's own tracking numbers: each parcel has one, in the order of creation over all retailers. */
import type { Orders } from "./orders.ts"

/** The carrier's number among the parties, beside those of the retailers. */
export const carrierNumber = 100

export type TrackingNumbers = {
  /** By order, the place of its tracking number. */
  readonly placeOf: Uint32Array
  /** The orders by that place. */
  readonly orderAt: Uint32Array
}

/** Numbers the orders by their time. */
export const trackingNumbersOf = ({ count, createdAt }: Orders): TrackingNumbers => {
  const orderAt = Uint32Array.from({ length: count }, (_, order) => order)
  orderAt.sort((one, other) => (createdAt[one] ?? 0) - (createdAt[other] ?? 0) || one - other)
  const placeOf = new Uint32Array(count)
  for (const [place, order] of orderAt.entries()) placeOf[order] = place
  return { placeOf, orderAt }
}

/** How many tracking numbers were given out by a time, in seconds since the start. */
export const trackingNumbersBy = (orders: Orders, { orderAt }: TrackingNumbers, at: number): number => {
  let low = 0
  let high = orderAt.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((orders.createdAt[orderAt[middle] ?? 0] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

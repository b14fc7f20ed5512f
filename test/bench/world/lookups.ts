/** The lookups of the simulated world, in typed arrays: there are millions. */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import { packTraits, type Visitor } from "./identities.ts"
import type { Retailer } from "./orders.ts"
import { warmUpDays } from "./time.ts"

/** One place per lookup in each array. */
export type Lookups = {
  count: number
  at: Uint32Array
  /** The order looked up. -1 for a number that no order has. */
  target: Int32Array
  retailer: Uint8Array
  ordinal: Uint32Array
  subject: Uint32Array
  network: Uint32Array
  /** See `packTraits`. */
  traits: Uint32Array
  /** A number of its own for each visit. */
  session: Uint32Array
}

export type Lookup = {
  readonly at: number
  readonly target: number
  readonly retailer: number
  readonly ordinal: number
  readonly visitor: Visitor
  readonly isProven: boolean
  /** By the carrier's tracking number, not by the retailer's number. */
  readonly byTrackingNumber?: boolean
  readonly startsSession: boolean
}

export type LookupLog = {
  readonly lookups: Lookups
  /** Sessions after the warm-up, by kind of visitor. */
  sessions(): Readonly<Record<string, number>>
  /** Adds a lookup, unless it is outside of the simulated time, its retailer joins later or there is no room left. */
  add(lookup: Lookup): void
  /** Brings all lookups into the order of time. */
  sort(): void
}

/** @param of `retailers` by number, and the end of the simulated time in seconds since its start */
export const makeLookupLog = (
  capacity: number,
  { retailers, end }: { readonly retailers: readonly Retailer[]; readonly end: number },
): LookupLog => {
  const lookups: Lookups = {
    count: 0,
    at: new Uint32Array(capacity),
    target: new Int32Array(capacity),
    retailer: new Uint8Array(capacity),
    ordinal: new Uint32Array(capacity),
    subject: new Uint32Array(capacity),
    network: new Uint32Array(capacity),
    traits: new Uint32Array(capacity),
    session: new Uint32Array(capacity),
  }
  const sessions: Record<string, number> = {}
  let session = 0
  return {
    lookups,
    sessions: () => sessions,
    add(lookup) {
      const { at, visitor } = lookup
      if (lookup.startsSession) session += 1
      const opensAt = retailers[lookup.retailer - 1]?.joinsAt ?? 0
      if (at < opensAt || at >= end || lookups.count >= capacity) return
      const index = lookups.count
      lookups.count += 1
      lookups.at[index] = at
      lookups.target[index] = lookup.target
      lookups.retailer[index] = lookup.retailer
      lookups.ordinal[index] = lookup.ordinal
      lookups.subject[index] = visitor.subject
      lookups.network[index] = visitor.network
      lookups.traits[index] = packTraits(visitor, {
        isProven: lookup.isProven,
        byTrackingNumber: lookup.byTrackingNumber === true,
      })
      if (lookup.startsSession && at >= warmUpDays * daySeconds) {
        sessions[visitor.kind] = (sessions[visitor.kind] ?? 0) + 1
      }
      lookups.session[index] = session
    },
    sort: () => sortByTime(lookups, end),
  }
}

/** Index of the first lookup at or after a time, in sorted lookups. */
export const firstLookupAt = (lookups: Lookups, at: number): number => {
  let low = 0
  let high = lookups.count
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lookups.at[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** A counting sort by the second. */
const sortByTime = (lookups: Lookups, end: number): void => {
  const starts = new Uint32Array(end + 1)
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    starts[at + 1] = (starts[at + 1] ?? 0) + 1
  }
  for (let second = 1; second <= end; second += 1) starts[second] = (starts[second] ?? 0) + (starts[second - 1] ?? 0)
  const order = new Uint32Array(lookups.count)
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    const place = starts[at] ?? 0
    order[place] = index
    starts[at] = place + 1
  }
  lookups.at = Uint32Array.from(order, (index) => lookups.at[index] ?? 0)
  lookups.target = Int32Array.from(order, (index) => lookups.target[index] ?? 0)
  lookups.retailer = Uint8Array.from(order, (index) => lookups.retailer[index] ?? 0)
  lookups.ordinal = Uint32Array.from(order, (index) => lookups.ordinal[index] ?? 0)
  lookups.subject = Uint32Array.from(order, (index) => lookups.subject[index] ?? 0)
  lookups.network = Uint32Array.from(order, (index) => lookups.network[index] ?? 0)
  lookups.traits = Uint32Array.from(order, (index) => lookups.traits[index] ?? 0)
  lookups.session = Uint32Array.from(order, (index) => lookups.session[index] ?? 0)
}
